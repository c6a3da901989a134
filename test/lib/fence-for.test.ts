import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fenceFor } from '../../src/lib/fence-for.ts';

test('fenceFor gives three marks, or one more than the longest fence in the code', () => {
  assert.equal(fenceFor('a `b` ``c``'), '```');
  assert.equal(fenceFor('```\ncode\n```\n`````'), '``````');
});

test('fenceFor takes a million fences', () => {
  assert.equal(fenceFor('``` '.repeat(1_000_000)), '````');
});
