import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../chaos/random.ts';
import { GIVE_UP_MS } from '../../helpers/give-up-ms.ts';
import { type OpenAiServer, startOpenAiServer } from '../../helpers/openai-server.ts';
import { type ParleyProcess, startReadyProcess } from '../../helpers/start-process.ts';
import {
  type ScriptedDiscord,
  startScriptedDiscord,
} from '../../platforms/discord/scripted-discord.ts';
import { type BareTelegram, startBareTelegram } from './bare-telegram.ts';
import { CLEAN_CHANNEL } from './discord-payloads.ts';
import { askOnDiscord, forgeOfAda, forgeOfOther } from './forge-discord.ts';
import { askOnTelegram, forgeOfAnn, forgeOfStranger } from './forge-telegram.ts';
import { ANN, CLEAN_GROUP } from './telegram-payloads.ts';

interface PayloadOptions {
  readonly seed: number;
  /** The number of mutated payloads, one half for each network. */
  readonly count: number;
  /** The number of payloads between two good questions on each network. */
  readonly batchSize?: number;
}

/** What happened, for people who read the proof. */
export interface PayloadCounts {
  readonly payloads: number;
  readonly goodQuestions: number;
  readonly modelCalls: number;
  readonly peakMegabytes: number;
}

const DEFAULT_BATCH_SIZE = 2_500;
/** After this many batches, the chats with the mutated payloads must answer too. */
const BATCHES_BETWEEN_MUDDY_QUESTIONS = 10;
/** Payloads of people who are let in get sentences, which the limits of the networks pace. */
const SHARE_OF_PEOPLE = 0.2;
/** Longer than the minute for which the bot tries to send such a sentence. */
const LONGEST_WAIT_MS = 4 * GIVE_UP_MS;
/** A question in a chat whose queue is full is refused with a sentence: people ask again. */
const ASK_AGAIN_MS = 5_000;
const MAX_MEGABYTES = 700;
/** Update ids that the offset cannot move past, and updates that are no objects. */
const BROKEN_UPDATES = [
  'null',
  '5',
  '[]',
  '{}',
  '{"update_id":null}',
  '{"update_id":"7","message":{}}',
  '{"update_id":-4}',
  '{"update_id":1.5,"message":5}',
];

/** Lines that say that something good was lost, or that a part failed in a way that nobody planned. */
const BAD_LINES =
  /event lost|update not accepted|fails while others|internal failure|command failed|got no reply|unreadable|giving up|unknown way|store failed|stays open|discord\.js failed/;

interface World {
  readonly parley: ParleyProcess;
  readonly telegram: BareTelegram;
  readonly discord: ScriptedDiscord;
  readonly model: OpenAiServer;
}

/**
 * Sends mutated payloads of both networks to a running bot, with good questions in between.
 *
 * @throws When the bot ends, does not answer a good question, lets a stranger in, uses too much
 *   memory, or logs that it lost something.
 */
export async function runMutatedPayloads(options: PayloadOptions): Promise<PayloadCounts> {
  const ends: (() => unknown)[] = [];
  try {
    const world = await startWorld(ends);
    const recent: string[] = [];
    try {
      return await Promise.race([attack(world, options, recent), failAtEnd(world.parley)]);
    } catch (error) {
      const path = join(tmpdir(), `parley-intake-${options.seed}.jsonl`);
      await writeFile(path, recent.join('\n'));
      const log = world.parley.output().slice(-4_000);
      throw new Error(`seed ${options.seed}, the last payloads are in ${path}\n${log}`, {
        cause: error,
      });
    }
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

async function startWorld(ends: (() => unknown)[]): Promise<World> {
  const telegram = await startBareTelegram();
  ends.push(telegram.stop);
  const discord = await startScriptedDiscord({
    after: (end) => void ends.push(end as () => unknown),
  });
  discord.guilds = [CLEAN_CHANNEL, { guild_id: '2', channel_id: '20' }].map(createGuild);
  const models = ['test-model', 'other-model'].map((id) => ({ id, object: 'model' }));
  const model = await startOpenAiServer({
    models: { object: 'list', data: models },
    script(stream) {
      stream.delta(`re ${markersIn(stream.question).join(' ') || 'nothing'}`);
      stream.finish();
    },
  });
  ends.push(model.stop);

  const folder = await mkdtemp(join(tmpdir(), 'parley-intake-'));
  ends.push(() => rm(folder, { recursive: true }));
  const parley = await startReadyProcess({
    TELEGRAM_TOKEN: '1:token',
    TELEGRAM_API_URL: telegram.url,
    DISCORD_TOKEN: 'token',
    DISCORD_API_URL: discord.apiUrl,
    OPENAI_BASE_URL: model.url,
    OPENAI_API_KEY: 'key',
    DEFAULT_MODEL: 'openai/test-model',
    ALLOWED_USERS: 'telegram:7,discord:5',
    STORE_URL: `sqlite:${join(folder, 'parley.sqlite')}`,
  });
  ends.push(async () => {
    parley.kill('SIGKILL');
    await parley.ended;
  });
  return { parley, telegram, discord, model };
}

function createGuild({ guild_id: id, channel_id: channelId }: typeof CLEAN_CHANNEL) {
  return {
    id,
    name: `Server ${id}`,
    owner_id: '6',
    roles: [{ id, name: '@everyone', permissions: '3072', position: 0, color: 0 }],
    channels: [{ id: channelId, type: 0, name: 'general', permission_overwrites: [] }],
    members: [{ user: { id: '900', username: 'parley', bot: true }, roles: [] }],
  };
}

async function failAtEnd(parley: ParleyProcess): Promise<never> {
  const status = await parley.ended;
  throw new Error(`Parley ended with ${status}`);
}

async function attack(
  world: World,
  { seed, count, batchSize = DEFAULT_BATCH_SIZE }: PayloadOptions,
  recent: string[],
): Promise<PayloadCounts> {
  const { telegram, discord, model, parley } = world;
  const random = createRandom(seed);
  const questions = createQuestions(world);
  let sent = 0;
  let batches = 0;
  let peakMegabytes = 0;

  function sendOne(): void {
    const isOfPerson = random.chance(SHARE_OF_PEOPLE);
    if (sent % 2 === 0) {
      const fields = isOfPerson
        ? forgeOfAnn(random)
        : forgeOfStranger(random, questions.telegramAnswers());
      recent.push(fields);
      telegram.push(fields);
    } else {
      const payload = isOfPerson
        ? forgeOfAda(random, sent + 10)
        : forgeOfOther(random, sent + 10, questions.discordAnswers());
      recent.push(payload);
      discord.sendRaw(payload);
    }
    sent += 1;
  }

  while (sent < count) {
    recent.length = 0;
    telegram.pushBroken(random.pick(BROKEN_UPDATES));
    const end = Math.min(count, sent + 2 * batchSize);
    while (sent < end) sendOne();

    await until('Telegram’s updates to be confirmed', () => telegram.waiting === 0);
    await questions.askClean();
    batches += 1;
    if (batches % BATCHES_BETWEEN_MUDDY_QUESTIONS === 0 || sent >= count)
      await questions.askMuddy();
    peakMegabytes = Math.max(peakMegabytes, await readMegabytes(parley));
  }

  assert.ok(peakMegabytes < MAX_MEGABYTES, `${peakMegabytes} MB`);
  checkModelCalls(model);
  const badLine = parley
    .output()
    .split('\n')
    .find((line) => BAD_LINES.test(line));
  assert.equal(badLine, undefined);
  return {
    payloads: sent,
    goodQuestions: questions.count(),
    modelCalls: model.streams.length,
    peakMegabytes,
  };
}

/** Asks good questions, and waits until people can read their answers. */
function createQuestions({ telegram, discord }: World) {
  let count = 0;
  let seenRequests = 0;
  const answersOnDiscord = new Map<string, string>();
  const telegramMarkers = new Set<string>();
  const discordMarkers = new Set<string>();

  function readAnswers(): void {
    for (const { text } of telegram.sent.values())
      for (const marker of markersIn(text)) telegramMarkers.add(marker);
    for (const { path, body } of discord.requests.slice(seenRequests)) {
      for (const marker of markersIn(String(body?.content ?? ''))) {
        discordMarkers.add(marker);
        answersOnDiscord.set(marker, path);
      }
    }
    seenRequests = discord.requests.length;
  }

  function ask(network: 'telegram' | 'discord', place: 'clean' | 'muddy'): string {
    count += 1;
    const marker = `good-${count}-${place}`;
    if (network === 'telegram') {
      const dm = { id: ANN.id, type: 'private', first_name: 'Ann' };
      askOnTelegram(telegram, marker, place === 'clean' ? CLEAN_GROUP : dm);
    } else askOnDiscord(discord, marker, place === 'clean' ? CLEAN_CHANNEL : { channel_id: '30' });
    return marker;
  }

  const isAnswered = (marker: string) => {
    readAnswers();
    return telegramMarkers.has(marker) || discordMarkers.has(marker);
  };

  /** Asks again while the chat is busy with the mutated questions. */
  async function askPatiently(network: 'telegram' | 'discord'): Promise<void> {
    const markers: string[] = [];
    let askAgainAt = 0;
    await until(`an answer on ${network}, in the chat with the mutated payloads`, () => {
      if (performance.now() >= askAgainAt) {
        markers.push(ask(network, 'muddy'));
        askAgainAt = performance.now() + ASK_AGAIN_MS;
      }
      return markers.some(isAnswered);
    });
  }

  return {
    count: () => count,
    telegramAnswers: () =>
      [...telegram.sent.values()]
        .filter(({ chatId, buttons }) => chatId === String(CLEAN_GROUP.id) && buttons.length > 0)
        .slice(-3),
    /** The scripted Discord numbers its messages from 5001 on, in the order of their requests. */
    discordAnswers: () =>
      [...answersOnDiscord.values()]
        .flatMap((path) => /messages\/(\d+)$/.exec(path)?.[1] ?? [])
        .slice(-3),

    async askClean() {
      const markers = [ask('telegram', 'clean'), ask('discord', 'clean')];
      for (const marker of markers)
        await until(`the answer to ${marker}`, () => isAnswered(marker));
    },

    async askMuddy() {
      await Promise.all([askPatiently('telegram'), askPatiently('discord')]);
    },
  };
}

/**
 * A stranger's words never reach a model, and in the places of the good questions nobody changed the
 * model or made an answer anew. In their own chats, Ann and Ada may choose another model.
 */
function checkModelCalls({ streams }: OpenAiServer): void {
  const counts = new Map<string, number>();
  for (const { body, question } of streams) {
    assert.ok(!JSON.stringify(body.messages).includes('STRANGER'), question);
    for (const marker of markersIn(question).filter((each) => each.endsWith('clean'))) {
      assert.equal(body.model, 'test-model', marker);
      counts.set(marker, (counts.get(marker) ?? 0) + 1);
    }
  }
  for (const [marker, count] of counts) assert.equal(count, 1, marker);
}

function markersIn(text: string): readonly string[] {
  return text.match(/good-\d+-(clean|muddy)/g) ?? [];
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + LONGEST_WAIT_MS;
  while (!holds()) {
    if (performance.now() > giveUpAt) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The memory of the process, where the system tells it. */
async function readMegabytes({ pid }: ParleyProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
