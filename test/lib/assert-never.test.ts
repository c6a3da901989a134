import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertNever } from '../../src/lib/assert-never.ts';

test('an unexpected value is named by its kind, and not by what people wrote in it', () => {
  const event = { kind: 'poll', message: { text: 'a secret question' } } as never;
  assert.throws(() => assertNever(event), { name: 'TypeError', message: 'Unexpected kind: poll' });
  assert.throws(() => assertNever('a word' as never), { message: 'Unexpected kind: string' });
  assert.throws(() => assertNever(undefined as never), { message: 'Unexpected kind: undefined' });
});
