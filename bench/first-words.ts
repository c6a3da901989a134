/**
 * Measures the time that Parley itself adds: from the model's 30th character, which is enough for
 * the first words, until the platform has received them, and from the model's last token until the
 * platform has received the final text.
 *
 * At load 1, one conversation follows the other. At load 200, the conversations begin within a
 * second and run side by side. The model and the platform are in this process, so all times come
 * from one clock. Parley and the relay that it is compared with have processes of their own. They
 * take turns, round by round, so that other work of the machine slows both.
 *
 * Parley keeps Telegram's limit of 30 calls a second in all chats together; the relay does not. So the
 * reference `bound` stands beside the figures: the least time that this limit allows when each first
 * words, or each end, takes one call and the bot makes no other one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatStream } from '../test/helpers/openai-server.ts';
import { type Bot, startBot } from './first-words/start-bot.ts';
import { quantile } from './shared/quantile.ts';
import { writeFigure } from './shared/write-figure.ts';

interface Load {
  /** Conversations at the same time. */
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
/**
 * Words without the end of a sentence. 30 of their characters come long before the 400 ms after
 * which fewer are enough.
 */
const TOKEN = 'word ';
const TOKEN_EVERY_MS = 25;
const FIRST_WORDS_CHARACTERS = 30;
/** People do not ask in the same millisecond. */
const SPREAD_MS = 1_000;
const LONGEST_ROUND_MS = 60_000;
/** Telegram's FAQ, and the budget in `src/platforms/telegram/outbound/budgets.ts`. */
const LIMIT = { calls: 30, windowMs: 1_000 };
const QUANTILES = [
  { name: 'median', share: 0.5 },
  { name: 'p99', share: 0.99 },
] as const;

type Name = 'parley' | 'relay';
type Samples = Readonly<Record<Name, Sample[]>>;

const conversations = [WARM_UP, ...LOADS].reduce((sum, { load, rounds }) => sum + load * rounds, 0);
// Each conversation has a chat of its own, so that the limit of one chat is no part of the figures.
const chats = Array.from({ length: conversations }, (_, index) => index + 1);

const relay = await startBot('relay', chats);
const parley = await startBot('parley', chats);
try {
  const next = chats.values();
  await measure(WARM_UP, next);
  for (const load of LOADS) {
    const samples = await measure(load, next);
    writeFigures(load, samples, 'first_words_ms', ({ firstWordsMs }) => firstWordsMs);
    writeFigures(load, samples, 'final_ms', ({ finalMs }) => finalMs);
  }
} finally {
  await Promise.all([relay.stop(), parley.stop()]);
}

function writeFigures(
  { load }: Load,
  samples: Samples,
  metric: string,
  figureOf: (sample: Sample) => number,
): void {
  const references = { relay: samples.relay.map(figureOf), bound: leastWaitsMs(load) };

  for (const { name, share } of QUANTILES) {
    for (const [against, figures] of Object.entries(references)) {
      writeFigure({
        bench: 'first-words',
        metric: `${metric}_${name}`,
        load,
        parley: quantile(samples.parley.map(figureOf), share),
        reference: quantile(figures, share),
        against,
      });
    }
  }
}

/** The waits of one round in which every call goes out as soon as the limit allows it. */
function leastWaitsMs(load: number): readonly number[] {
  return beginningsOf(load).map((beginsMs, index) => {
    const allowedMs = Math.floor(index / LIMIT.calls) * LIMIT.windowMs;
    return Math.max(0, allowedMs - beginsMs);
  });
}

/** The times in ms at which the conversations of one round begin. */
function beginningsOf(load: number): readonly number[] {
  return Array.from({ length: load }, (_, index) => (index / load) * SPREAD_MS);
}

async function measure({ load, rounds, tokens }: Load, chats: Iterator<number>): Promise<Samples> {
  const samples: Samples = { parley: [], relay: [] };
  const beginnings = beginningsOf(load);

  for (let round = 0; round < rounds; round++) {
    const ids = beginnings.map(() => chats.next().value as number);
    samples.relay.push(...(await converse(relay, ids, beginnings, tokens)));
    samples.parley.push(...(await converse(parley, ids, beginnings, tokens)));
  }
  return samples;
}

/**
 * Asks one question in each chat, each after its time of `beginnings` in ms. Resolves when every
 * chat has its final text.
 */
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
  const allSamples = Promise.withResolvers<Sample[]>();

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
      return allSamples.reject(
        new Error(`chat ${chat} has a message that is no answer of the model: ${text}`),
      );
    if (!firstWordsAt.has(chat)) firstWordsAt.set(chat, at);
    if (text !== wholeText) return;

    const enoughAt = stream.timeOf(FIRST_WORDS_CHARACTERS) ?? Number.NaN;
    samples.push({
      firstWordsMs: (firstWordsAt.get(chat) ?? Number.NaN) - enoughAt,
      finalMs: at - stream.lastTokenAt,
    });
    if (samples.length === chats.length) allSamples.resolve(samples);
  };

  const giveUp = setTimeout(
    () =>
      allSamples.reject(
        new Error(`only ${samples.length} of ${chats.length} chats have their final text`),
      ),
    LONGEST_ROUND_MS,
  );
  const questions = chats.map(async (chat, index) => {
    await sleep(beginnings[index]);
    telegram.sendAsUser(chat, `Please answer in chat ${chat}`);
  });

  try {
    await Promise.all(questions);
    return await allSamples.promise;
  } finally {
    clearTimeout(giveUp);
  }
}

function chatOf(question: string): number {
  return Number(/chat (\d+)/.exec(question)?.[1]);
}
