import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { countAudioTokens, countImageTokens } from '../../src/lib/count-image-tokens.ts';

const openai = { kind: 'tiles', base: 85, perTile: 170, tilePixels: 512 } as const;
const shrunk = { ...openai, maxLongSide: 2_048, maxShortSide: 768 };

describe('the tokens of a picture', () => {
  test('by area are its pixels, up to the most that the service counts', () => {
    const rule = { kind: 'area', pixelsPerToken: 750, maxTokens: 1_600 } as const;
    // The table in Anthropic's documentation, "Vision": 200 × 200, 1,000 × 1,000.
    assert.equal(countImageTokens({ width: 200, height: 200 }, rule), 54);
    assert.equal(countImageTokens({ width: 1_000, height: 1_000 }, rule), 1_334);
    assert.equal(countImageTokens({ width: 8_000, height: 8_000 }, rule), 1_600);
  });

  test('by tiles are those of the shrunk picture', () => {
    // The examples in OpenAI's documentation, "Images and vision": 1,024 × 1,024 and 2,048 × 4,096.
    assert.equal(countImageTokens({ width: 1_024, height: 1_024 }, shrunk), 765);
    assert.equal(countImageTokens({ width: 2_048, height: 4_096 }, shrunk), 1_105);
    assert.equal(countImageTokens({ width: 100, height: 100 }, shrunk), 255);
  });

  test('by patches are bounded', () => {
    const rule = { kind: 'patches', patchPixels: 32, maxPatches: 1_536, factor: 1.62 } as const;
    assert.equal(countImageTokens({ width: 1_024, height: 1_024 }, rule), 1_659);
    assert.equal(countImageTokens({ width: 4_096, height: 4_096 }, rule), 2_489);
  });

  test('are guessed high where the size is unknown', () => {
    assert.equal(countImageTokens({}), 2_000);
    assert.equal(countImageTokens({ width: 750, height: 100 }), 100);
  });
});

test('the tokens of a recording follow its length', () => {
  assert.equal(countAudioTokens({ durationMs: 10_000 }), 320);
  assert.equal(countAudioTokens({}), 9_600);
});
