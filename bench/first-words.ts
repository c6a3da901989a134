/**
 * How long Parley itself takes: from the moment when the model has said enough for first words (30 characters) until the platform has
 * received them, and from the model's last token until the platform has received the final text.
 *
 * At load 1, conversations follow each other. At load 200, they begin within a second and go on side by side. Model and platform are in
 * this process, so that there is one clock; Parley, and the relay that it is compared with, have a process of their own. They take turns,
 * round by round, so that whatever else the machine does falls on both.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatStream } from '../test/helpers/openai-server.ts';
import { quantile } from './first-words/quantile.ts';
import { type Bot, startBot } from './first-words/start-bot.ts';

interface Load {
  /** Conversations at once. */
  readonly load: number;
  readonly rounds: number;
  readonly tokens: number;
}

interface Sample {
  readonly firstWordsMs: number;
  readonly finalMs: number;
}

const LOADS: readonly Load[] = [
  { load: 1, rounds: 100, tokens: 12 },
  { load: 200, rounds: 5, tokens: 160 },
];
const WARM_UP: Load = { load: 50, rounds: 2, tokens: 40 };
/** Words without a sentence's end: 30 characters come first, long before 400 ms are over. */
const TOKEN = 'word ';
const TOKEN_EVERY_MS = 25;
const FIRST_WORDS_CHARACTERS = 30;
/** Nobody's questions come in the same millisecond. */
const SPREAD_MS = 1_000;
const LONGEST_ROUND_MS = 60_000;

type Name = 'parley' | 'relay';
type Samples = Readonly<Record<Name, Sample[]>>;

const conversations = [WARM_UP, ...LOADS].reduce((sum, { load, rounds }) => sum + load * rounds, 0);
// A chat for each conversation: how much one chat may receive in a minute is not what is measured here.
const chats = Array.from({ length: conversations }, (_, index) => index + 1);

const relay = await startBot('relay', chats);
const parley = await startBot('parley', chats);
try {
  const next = chats.values();
  await measure(WARM_UP, next);
  for (const load of LOADS) {
    const samples = await measure(load, next);
    tell(load, samples, 'first_words_ms', ({ firstWordsMs }) => firstWordsMs);
    tell(load, samples, 'final_ms', ({ finalMs }) => finalMs);
  }
} finally {
  await Promise.all([relay.stop(), parley.stop()]);
}

function tell(
  { load }: Load,
  samples: Samples,
  metric: string,
  figureOf: (sample: Sample) => number,
): void {
  for (const [name, share] of [
    ['median', 0.5],
    ['p99', 0.99],
  ] as const) {
    const figures = {
      parley: quantile(samples.parley.map(figureOf), share),
      reference: quantile(samples.relay.map(figureOf), share),
      against: 'relay',
    };
    process.stdout.write(
      `${JSON.stringify({ bench: 'first-words', metric: `${metric}_${name}`, load, ...figures })}\n`,
    );
  }
}

async function measure({ load, rounds, tokens }: Load, chats: Iterator<number>): Promise<Samples> {
  const samples: Samples = { parley: [], relay: [] };
  const beginnings = Array.from({ length: load }, (_, index) => (index / load) * SPREAD_MS);
  for (let round = 0; round < rounds; round++) {
    const ids = beginnings.map(() => chats.next().value as number);
    samples.relay.push(...(await converse(relay, ids, beginnings, tokens)));
    samples.parley.push(...(await converse(parley, ids, beginnings, tokens)));
  }
  return samples;
}

/** One question in each chat, `beginnings` after now. Resolves when all have their final text. */
async function converse(
  { model, telegram }: Bot,
  chats: readonly number[],
  beginnings: readonly number[],
  tokens: number,
): Promise<Sample[]> {
  const wholeText = `${TOKEN.repeat(tokens - 1)}end`;
  const streams = new Map<number, ChatStream>();
  const firstWordsAt = new Map<number, number>();
  const samples: Sample[] = [];
  const all = Promise.withResolvers<Sample[]>();

  model.script = async (stream) => {
    streams.set(chatOf(stream.question), stream);
    for (let token = 1; token < tokens; token++) {
      stream.delta(TOKEN);
      await stream.pause(TOKEN_EVERY_MS);
    }
    stream.delta('end');
    stream.finish();
  };
  telegram.onWrite = (chat, { at, text }) => {
    const stream = streams.get(chat);
    if (!stream)
      return all.reject(new Error(`a message in chat ${chat} that no model said: ${text}`));
    if (!firstWordsAt.has(chat)) firstWordsAt.set(chat, at);
    if (text !== wholeText) return;
    const allowedAt = stream.timeOf(FIRST_WORDS_CHARACTERS) ?? Number.NaN;
    samples.push({
      firstWordsMs: (firstWordsAt.get(chat) ?? Number.NaN) - allowedAt,
      finalMs: at - stream.lastTokenAt,
    });
    if (samples.length === chats.length) all.resolve(samples);
  };

  const tooLong = setTimeout(
    () => all.reject(new Error(`only ${samples.length} answers`)),
    LONGEST_ROUND_MS,
  );
  const asked = chats.map(async (chat, index) => {
    await sleep(beginnings[index]);
    telegram.say(chat, `Please answer in chat ${chat}`);
  });
  try {
    await Promise.all(asked);
    return await all.promise;
  } finally {
    clearTimeout(tooLong);
  }
}

function chatOf(question: string): number {
  return Number(/chat (\d+)/.exec(question)?.[1]);
}
