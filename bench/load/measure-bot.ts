import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelState } from '../shared/model-server.ts';
import { quantile } from '../shared/quantile.ts';
import { type Child, startChild } from '../shared/start-child.ts';
import type { ChatState, NetworkRequest, NetworkState } from './chat-network.ts';
import type { ProcessUse } from './report-use.ts';

/** The bots that are measured. */
export type BotName = 'parley' | 'chat-sdk';

/** Conversations that begin at the same moment, each with one answer. */
export interface BotTask {
  readonly bot: BotName;
  readonly chats: number;
  readonly deltas: number;
  /** Telegram takes every write. */
  readonly isUnlimited?: boolean;
  /** An answer that is not whole after this time, or after `silenceMs` without a call, is lost. */
  readonly timeoutMs: number;
  readonly silenceMs: number;
}

/** The figures of one bot. Times of answers without words, or without their end, are left out. */
export interface BotFigures {
  /** Answers whose whole text is not in its chat exactly once. */
  readonly lost: number;
  /** From the question. */
  readonly firstWordsMsP50: number;
  readonly firstWordsMsP99: number;
  /** From the last delta to the whole text. */
  readonly endMsP50: number;
  readonly endMsP99: number;
  readonly cpuUsPerDelta: number;
  readonly peakResidentMb: number;
  readonly peakHeapMb: number;
  /** The longest time without a turn of the event loop, and the processor time in it. */
  readonly loopDelayMs: number;
  readonly loopBlockMs: number;
  /** Writes that the network refused, because they were over a limit. */
  readonly refusals: number;
  /** Writes that the network took. */
  readonly writesPerAnswer: number;
}

/** The servers around a bot. */
interface Servers {
  readonly network: Child;
  readonly networkState: NetworkState;
  readonly model: Child;
  readonly modelUrl: string;
}

const FIRST_CHAT = 1_001;
const LOOK_EVERY_MS = 250;
const MB = 1_024 * 1_024;

/** Starts the bot and its servers, and lets it answer one question in each chat. */
export async function measureBot(task: BotTask): Promise<BotFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const limits = task.isUnlimited ? ['unlimited'] : [];
  const network = startChild('load/chat-network.ts', { args: limits });
  const model = startChild('shared/model-server.ts');
  const children = [network, model];

  try {
    const { url: modelUrl } = await model.request<ModelState>({});
    const networkState = await askNetwork(network, { kind: 'report' });
    const servers = { network, networkState, model, modelUrl };
    const bot = startBot(task, servers, folder);
    children.push(bot);

    await askNetwork(network, { kind: 'await bot' });
    return await converse(task, servers, bot);
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

function startBot({ bot, chats, deltas }: BotTask, servers: Servers, folder: string): Child {
  const { url, token } = servers.networkState;
  const model = `prose/${deltas}`;
  const { file, args } = {
    parley: { file: '../src/main.ts', args: ['start'] },
    'chat-sdk': { file: 'load/peers/chat-sdk.ts', args: [] },
  }[bot];

  return startChild(file, {
    args,
    nodeOptions: [...profilingOptions(bot), '--import', join(import.meta.dirname, 'report-use.ts')],
    env: {
      TELEGRAM_TOKEN: token,
      TELEGRAM_API_URL: url,
      OPENAI_BASE_URL: servers.modelUrl,
      OPENAI_API_KEY: 'key',
      DEFAULT_MODEL: `openai/${model}`,
      MODEL: model,
      STORE_URL: `sqlite:${join(folder, 'parley.sqlite')}`,
      ADMINS: listChats(chats)
        .map((id) => `telegram:${id}`)
        .join(','),
      LOG_LEVEL: 'warn',
    },
  });
}

/** `NODE_PROFILE=--cpu-prof npm run bench -- load 100` writes a profile of Parley. */
function profilingOptions(bot: BotName): readonly string[] {
  return bot === 'parley' ? (process.env.NODE_PROFILE?.split(' ') ?? []) : [];
}

async function converse(
  { chats, deltas, timeoutMs, silenceMs }: BotTask,
  { network, model }: Servers,
  bot: Child,
): Promise<BotFigures> {
  const giveUpAt = Date.now() + timeoutMs;
  await bot.request<ProcessUse>({});

  let state = await askNetwork(network, { kind: 'ask', chats: listChats(chats), deltas });
  const isSilent = () => Date.now() - state.lastCallAt > silenceMs;
  while (state.wholeAnswers < chats && Date.now() < giveUpAt && !isSilent()) {
    await sleep(LOOK_EVERY_MS);
    state = await askNetwork(network, { kind: 'report' });
  }

  const use = await bot.request<ProcessUse>({});
  const answers = await model.request<ModelState>({});
  return toFigures(state, answers, use);
}

function toFigures(
  { chats, refusals }: NetworkState,
  { pacedDeltas, lastDeltaAt }: ModelState,
  use: ProcessUse,
): BotFigures {
  const firstWordsMs = timesOf(chats, ({ firstWordsAt = NaN, askedAt }) => firstWordsAt - askedAt);
  const endMs = timesOf(chats, ({ wholeAt = NaN, chat }) => wholeAt - (lastDeltaAt[chat] ?? NaN));
  const writes = chats.reduce((sum, chat) => sum + chat.writes, 0);

  return {
    lost: chats.filter(({ isWhole }) => !isWhole).length,
    firstWordsMsP50: quantile(firstWordsMs, 0.5),
    firstWordsMsP99: quantile(firstWordsMs, 0.99),
    endMsP50: quantile(endMs, 0.5),
    endMsP99: quantile(endMs, 0.99),
    cpuUsPerDelta: use.cpuUs / pacedDeltas,
    peakResidentMb: use.peakResidentBytes / MB,
    peakHeapMb: use.peakHeapBytes / MB,
    loopDelayMs: use.longestDelayMs,
    loopBlockMs: use.longestBlockMs,
    refusals,
    writesPerAnswer: writes / chats.length,
  };
}

/** The ids of the chats, which are those of their people too. None is that of the bot. */
function listChats(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => FIRST_CHAT + index);
}

function timesOf(
  chats: readonly ChatState[],
  timeOf: (chat: ChatState) => number,
): readonly number[] {
  return chats.map(timeOf).filter((ms) => !Number.isNaN(ms));
}

function askNetwork(network: Child, request: NetworkRequest): Promise<NetworkState> {
  return network.request<NetworkState>(request);
}
