import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildPrompt, type PromptParts } from '../../../src/bot/prompt/build-prompt.ts';
import { createHistoryStarts } from '../../../src/bot/prompt/history-starts.ts';
import { createTokenCounter } from '../../../src/bot/prompt/token-counter.ts';
import type { Channel } from '../../../src/contracts/chat-message.ts';
import type { FileReading } from '../../../src/contracts/material.ts';
import type { PromptMessage } from '../../../src/contracts/provider.ts';
import type { RoutedModel } from '../../../src/contracts/router.ts';
import type { Summary } from '../../../src/contracts/summaries.ts';
import type { Turn } from '../../../src/contracts/turns.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createFakeMessage, createFakeTurn } from '../../helpers/fake-turn.ts';
import { usualSettings } from '../../helpers/usual-settings.ts';

/** Every text is made of one sign, so that tests find it again, and say where it is from. */
interface Exchange {
  readonly words: string;
  readonly file: string;
  readonly quote: string;
  readonly answer: string;
}

interface Conversation {
  readonly exchanges: readonly Exchange[];
  readonly info: Omit<RoutedModel, 'name' | 'id'>;
  readonly isShared: boolean;
  readonly summarisedTo: number;
  readonly pin: string;
  readonly nearby: string;
}

const SIGNS = ['a', 'é', '字', '😀', 'word ', '\n', '⟦', '`'];
const text = (maxLength: number) =>
  fc
    .tuple(fc.constantFrom(...SIGNS), fc.nat(maxLength))
    .map(([sign, length]) => sign.repeat(length));

const exchange: fc.Arbitrary<Exchange> = fc.record({
  words: fc.oneof(text(200), text(30_000)),
  file: fc.oneof(fc.constant(''), text(60_000)),
  quote: fc.oneof(fc.constant(''), text(4_000)),
  answer: text(4_000).map((answer) => `answer ${answer}`),
});

export const conversations: fc.Arbitrary<Conversation> = fc.record({
  exchanges: fc.array(exchange, { minLength: 1, maxLength: 12 }),
  info: fc.record({
    contextWindow: fc.constantFrom(2_048, 4_096, 8_192, 32_768),
    tokensPerEstimate: fc.constantFrom(0.6, 1, 2.1),
  }),
  isShared: fc.boolean(),
  summarisedTo: fc.nat(4),
  pin: text(3_000),
  nearby: text(3_000),
});

/** Checks the prompts of a conversation, one question after another. */
export async function checkPrompts(conversation: Conversation): Promise<void> {
  const turns = conversation.exchanges.map((each, index) => toTurn(each, index + 1, conversation));
  const historyStarts = createHistoryStarts(createFakeClock());
  const info: RoutedModel = { name: 'm', id: 'm', ...conversation.info };
  const counter = createTokenCounter(info);
  let before: { readonly key: string; readonly messages: readonly PromptMessage[] } | undefined;

  for (const [index, turn] of turns.entries()) {
    const parts = createParts(conversation, turns.slice(0, index), info);
    const prompt = await buildPrompt({ ...parts, historyStarts }, turn, 'm');
    const { system = '', messages } = prompt.request;
    assert.ok(prompt.tokens <= counter.promptTokens + 1, `${prompt.tokens} estimated tokens`);
    assert.equal(prompt.tokens, counter.text(system) + counter.messages(messages));
    checkOrder(messages, turn.sequence);

    const key = `${prompt.historyStart} ${Math.min(conversation.summarisedTo, index)}`;
    if (before?.key === key) checkBeginning(before.messages, messages, conversation.nearby !== '');
    before = { key, messages };
  }
}

/** What stood around a question only stands in its own prompt. Everything else stays as it was. */
function checkBeginning(
  before: readonly PromptMessage[],
  after: readonly PromptMessage[],
  hasNearby: boolean,
): void {
  const count = before.length - (hasNearby ? 1 : 0);
  assert.deepEqual(after.slice(0, count), before.slice(0, count));
}

/** The roles alternate, and each answer stands behind its own question, in the order of the conversation. */
function checkOrder(messages: readonly PromptMessage[], newest: number): void {
  assert.equal(messages.length % 2, 1);
  const roles = messages.map((_, index) => (index % 2 === 0 ? 'user' : 'assistant'));
  assert.deepEqual(
    messages.map(({ role }) => role),
    roles,
  );

  const sequences = messages.map(({ text: content }) => {
    const marks = [...content.matchAll(/(?:question|answer) number (\d+)\./g)];
    assert.equal(marks.length, 1, content.slice(0, 300));
    return Number(marks[0]?.[1]);
  });
  const first = newest - (messages.length - 1) / 2;
  const expected = messages.map((_, index) => first + Math.floor(index / 2));
  assert.deepEqual(sequences, expected);
}

function toTurn(each: Exchange, sequence: number, { isShared }: Conversation): Turn {
  const channel: Channel = { platform: 'fake', id: '7', kind: isShared ? 'group' : 'direct' };
  const input = createFakeMessage({
    id: String(sequence),
    channel,
    text: `question number ${sequence}. ${each.words}`,
  });
  const quoted = { ...input, id: '0', text: each.quote, isOwn: false };
  const file: FileReading = { ref: 'f', name: 'log.txt', kind: 'text', text: each.file };
  return createFakeTurn({
    id: `fake:7#${sequence}`,
    sequence,
    state: 'done',
    inputs: [each.quote ? { ...input, quoted } : input],
    address: { channel },
    material: { files: each.file ? [file] : [], background: [] },
    versions: [
      {
        text: `answer number ${sequence}. ${each.answer}`,
        provider: 'p',
        model: 'm',
        end: 'stop',
      },
    ],
    acceptedAt: sequence * 60_000,
  });
}

function createParts(
  { summarisedTo, pin, nearby }: Conversation,
  earlier: readonly Turn[],
  info: RoutedModel,
): PromptParts {
  const summary: Summary = {
    text: 'They spoke of this and that.',
    from: 1,
    to: Math.min(summarisedTo, earlier.length),
    epoch: 0,
    model: 'm',
    since: 0,
    at: 0,
  };
  return {
    settingsOf: usualSettings({ instructions: 'Be brief.' }),
    router: { find: async () => info },
    conversations: {
      async *history() {
        yield* earlier.toReversed();
      },
    },
    summaries: { find: async () => (summary.to > 0 ? summary : undefined) },
    pins: {
      list: async () => (pin ? [{ number: 1, messageId: '9', text: pin, pinnedAt: 0 }] : []),
    },
    readNearby: async () => (nearby ? [createFakeMessage({ text: nearby })] : []),
  };
}
