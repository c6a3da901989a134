import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';

describe('omitUndefined', () => {
  test('leaves out properties that are undefined', () => {
    const name: string | undefined = undefined;
    assert.deepEqual(omitUndefined({ id: '1', name }), { id: '1' });
  });

  test('keeps other empty values', () => {
    assert.deepEqual(omitUndefined({ text: '', count: 0, isOwn: false, parent: null }), {
      text: '',
      count: 0,
      isOwn: false,
      parent: null,
    });
  });
});
