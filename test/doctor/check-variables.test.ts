import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkVariables } from '../../src/doctor/check-variables.ts';

describe('checkVariables', () => {
  test('notes a misspelt variable with the name that was meant, and not with its value', () => {
    const [row, ...others] = checkVariables({ TELEGRAM_TOKN: '1:secret' }, ['openai']);
    assert.equal(others.length, 0);
    assert.equal(row?.state, 'note');
    assert.equal(row.cure, 'Did you mean TELEGRAM_TOKEN?');
    assert.doesNotMatch(JSON.stringify(row), /secret/);
  });
});
