import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readFrame } from '../../../../src/providers/wire/body/read-frame.ts';
import { WireFault } from '../../../../src/providers/wire/wire-fault.ts';
import { reportedRefusals } from '../../../helpers/reported-refusals.ts';

describe('readFrame', () => {
  test('takes every refusal that came with a 200 for an error', () => {
    for (const { refusals } of reportedRefusals) {
      for (const { status, source, text } of refusals) {
        if (status === 200) assert.throws(() => readFrame(text), WireFault, source);
      }
    }
  });

  test('takes the good state that MiniMax sends with every chunk for no error', () => {
    const chunk = { choices: [], base_resp: { status_code: 0, status_msg: '' } };
    assert.deepEqual(readFrame(JSON.stringify(chunk)), chunk);
  });
});
