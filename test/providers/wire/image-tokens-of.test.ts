import assert from 'node:assert/strict';
import { it } from 'node:test';
import { countImageTokens } from '../../../src/lib/count-image-tokens.ts';
import { imageTokensOf } from '../../../src/providers/wire/image-tokens-of.ts';

const square = { width: 1_024, height: 1_024 };

it('imageTokensOf knows how vendors count, also behind gateways', () => {
  // The vendors' documents: OpenAI, "Images and vision"; Anthropic, "Vision"; Google, "Image understanding".
  const counts = {
    'gpt-4o': 765,
    'openai/gpt-4o-mini': 25_501,
    'gpt-4.1-2025-04-14': 765,
    'gpt-4.1-mini': 1_659,
    'gpt-5-nano': 2_520,
    'gpt-5': 630,
    'o4-mini': 1_762,
    o3: 675,
    'claude-sonnet-4-6': 1_399,
    'anthropic/claude-haiku-4.5': 1_399,
    'us.anthropic.claude-3-haiku': 1_399,
    'gemini-2.5-pro': 1_032,
    'google/gemini-3-flash': 1_032,
  };
  for (const [id, tokens] of Object.entries(counts)) {
    assert.equal(countImageTokens(square, imageTokensOf(id)), tokens, id);
  }
});

it('imageTokensOf leaves other models to the safe default', () => {
  for (const id of ['qwen2.5-vl', 'llava:13b', 'pixtral-12b', 'my-o3d-model']) {
    assert.equal(imageTokensOf(id), undefined, id);
  }
});
