import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ProviderEvent } from '../../../../src/contracts/provider.ts';
import { createChunkDecoder } from '../../../../src/providers/wire/chat-completions/chunk-decoder.ts';
import { WireFault } from '../../../../src/providers/wire/wire-fault.ts';

function delta(fields: unknown, finishReason: unknown = null) {
  return { choices: [{ index: 0, delta: fields, finish_reason: finishReason }] };
}

const text = (words: string): ProviderEvent => ({ type: 'text-delta', text: words });
const reasoning = (words: string): ProviderEvent => ({ type: 'reasoning-delta', text: words });
const end = (reason: 'stop' | 'length' | 'filter' | 'other', raw: string): ProviderEvent => ({
  type: 'end',
  reason,
  raw,
});

const chunks: readonly [name: string, chunk: unknown, events: readonly ProviderEvent[]][] = [
  ['a role', delta({ role: 'assistant', content: '' }), []],
  ['words', delta({ content: 'Hi' }), [text('Hi')]],
  ['no content', delta({ content: null }), []],
  ['no delta', delta(null), []],
  ['no choices', { choices: [] }, []],
  ['choices left out', { id: 'x' }, []],
  ['a refusal', delta({ refusal: 'I will not.' }), [text('I will not.')]],
  [
    'words in parts',
    delta({
      content: [{ type: 'text', text: 'a' }, { type: 'reference' }, { type: 'text', text: 'b' }],
    }),
    [text('a'), text('b')],
  ],
  [
    'reasoning in parts',
    delta({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] }),
    [reasoning('hm')],
  ],
  ['reasoning_content', delta({ reasoning_content: 'hm', content: null }), [reasoning('hm')]],
  ['reasoning', delta({ reasoning: 'hm', content: '' }), [reasoning('hm')]],
  [
    'both names of the same reasoning',
    delta({ reasoning: 'hm', reasoning_content: 'hm' }),
    [reasoning('hm')],
  ],
  ['words with the end', delta({ content: '!' }, 'stop'), [text('!'), end('stop', 'stop')]],
  ['an end by length', delta({}, 'length'), [end('length', 'length')]],
  [
    'an end by length, as Mistral says it',
    delta({}, 'model_length'),
    [end('length', 'model_length')],
  ],
  ['an end by filter', delta({}, 'content_filter'), [end('filter', 'content_filter')]],
  ['another end', delta({}, 'tool_calls'), [end('other', 'tool_calls')]],
  [
    'usage',
    { choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } },
    [
      { type: 'usage', inputTokens: 3, outputTokens: 4 },
      { type: 'end', reason: 'other' },
    ],
  ],
  ['no usage yet', { ...delta({ content: 'a' }), usage: null }, [text('a')]],
  [
    'a whole completion',
    {
      choices: [{ message: { role: 'assistant', content: 'All.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    },
    [text('All.'), end('stop', 'stop'), { type: 'usage', inputTokens: 1, outputTokens: 2 }],
  ],
  [
    'a whole completion without a reason',
    { choices: [{ message: { content: 'All.' } }] },
    [text('All.'), { type: 'end', reason: 'other' }],
  ],
  [
    'the message so far beside the delta',
    { choices: [{ delta: { content: 'c' }, message: { content: 'abc' } }] },
    [text('c')],
  ],
];

it('createChunkDecoder gives the events of a chunk', () => {
  for (const [name, chunk, events] of chunks)
    assert.deepEqual(createChunkDecoder()(JSON.stringify(chunk)), events, name);
});

it('createChunkDecoder throws a fault for an error anywhere in a chunk', () => {
  const errors = [
    { error: { message: 'x' } },
    { error: 'x' },
    { object: 'error', message: 'x' },
    { error: { code: 502 }, choices: [{ delta: { content: 'a' }, finish_reason: 'error' }] },
    delta({ content: '' }, 'error'),
  ];
  for (const error of errors) {
    assert.throws(
      () => createChunkDecoder()(JSON.stringify(error)),
      (fault) => fault instanceof WireFault && fault.body === JSON.stringify(error),
    );
  }
  for (const garbage of ['{"a":', 'null', '[]', '"text"', '12', ''])
    assert.throws(() => createChunkDecoder()(garbage), WireFault);
});
