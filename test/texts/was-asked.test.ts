import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../../src/texts/en/index.ts';

test('a model that was not asked is not said to have failed', () => {
  for (const kind of ['unchosen', 'unpriced', 'spent'] as const)
    assert.doesNotMatch(en.failed(kind, 'a/b'), /failed/);
  assert.match(en.failed('server', 'a/b'), /^\(a\/b failed\./);
});
