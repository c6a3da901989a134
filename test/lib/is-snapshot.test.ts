import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSnapshot } from '../../src/lib/is-snapshot.ts';

/** Ids as the lists of OpenAI, Anthropic, Google Vertex, Gemini, Mistral, Alibaba, Cohere and Groq have them. */
const snapshots = [
  'gpt-5.4-mini-2026-03-17',
  'gpt-4-0613',
  'gpt-4-1106-preview',
  'claude-haiku-4-5-20251001',
  'claude-sonnet-4-5@20250929',
  'gemini-2.0-flash-001',
  'gemini-2.5-flash-preview-05-20',
  'mistral-medium-2508',
  'qwen3-235b-a22b-2507',
  'command-a-03-2025',
];
const plainNames = [
  'gpt-6.1-terra',
  'gpt-5',
  'o3',
  'claude-sonnet-5-5',
  'gemini-3.8-flash',
  'mistral-medium-latest',
  'openai/gpt-oss-120b',
  'llama3-70b-8192',
  'llama3.3:latest',
  'gpt-oss:20b',
  'phi-4',
  'kimi-k2.6',
];

test('isSnapshot finds ids that end in a date or a number, and no sizes and versions', () => {
  assert.deepEqual(
    snapshots.filter((id) => !isSnapshot(id)),
    [],
  );
  assert.deepEqual(plainNames.filter(isSnapshot), []);
});
