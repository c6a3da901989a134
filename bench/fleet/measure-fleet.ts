import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../test/helpers/postgres-cluster.ts';
import type { NetworkRequest, NetworkState } from '../load/chat-network.ts';
import type { ModelState } from '../shared/model-server.ts';
import { quantile } from '../shared/quantile.ts';
import { type Child, startChild } from '../shared/start-child.ts';

/** People who write at the same moment, several times. */
export interface FleetTask {
  /** 0: one process with SQLite. Else a gateway beside this number of workers on PostgreSQL. */
  readonly workers: number;
  readonly chats: number;
  readonly rounds: number;
}

/** The figures of one set of processes. */
export interface FleetFigures {
  readonly lost: number;
  readonly answersPerSecond: number;
  readonly firstWordsMsP50: number;
  readonly firstWordsMsP99: number;
  /** Statements to PostgreSQL, in the first and in the last round. 0 for SQLite. */
  readonly firstQueriesPerTurn: number;
  readonly lastQueriesPerTurn: number;
}

const FIRST_CHAT = 1_001;
/** An answer of 0.4 s. */
const MODEL = 'prose/20';
const DELTAS = 20;
const WARM_UP_CHATS = 20;
const LOOK_EVERY_MS = 50;
const ROUND_GIVE_UP_MS = 120_000;
const IDLE_MS = 5_000;
/** Writes that still come after the last words, as of messages without their buttons, would count as words of the next answers. */
const QUIET_MS = 300;

/** Starts the processes and their servers, and lets them answer `chats` questions in each round. */
export async function measureFleet(task: FleetTask, cluster: Cluster): Promise<FleetFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const network = startChild('load/chat-network.ts', { args: ['unlimited'] });
  const model = startChild('shared/model-server.ts');
  const children = [network, model];
  const database = `fleet_${Date.now()}`;

  try {
    const { url: modelUrl } = await model.request<ModelState>({});
    const { url, token } = await ask(network, { kind: 'report' });
    const storeUrl =
      task.workers === 0
        ? `sqlite:${join(folder, 'parley.sqlite')}`
        : await cluster.createDatabase(database);
    const env = {
      ...{ TELEGRAM_TOKEN: token, TELEGRAM_API_URL: url },
      ...{ OPENAI_BASE_URL: modelUrl, OPENAI_API_KEY: 'key', MODEL },
      ...{ DEFAULT_MODEL: `openai/${MODEL}`, STORE_URL: storeUrl, LOG_LEVEL: 'warn' },
      ADMINS: listChats(task.chats)
        .map((id) => `telegram:${id}`)
        .join(','),
    };
    const roles =
      task.workers === 0
        ? ['all']
        : ['gateway', ...Array.from({ length: task.workers }, () => 'worker')];
    const bots = roles.map((role) =>
      startChild('fleet/start-bot.ts', { env: { ...env, PARLEY_ROLE: role } }),
    );
    children.push(...bots);
    await Promise.all(bots.map((bot) => bot.request({})));
    await ask(network, { kind: 'await bot' });
    await answerRound(network, WARM_UP_CHATS);
    await untilQuiet(network);
    return await converse(task, network, cluster, database);
  } finally {
    await Promise.all(children.toReversed().map((child) => child.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

async function converse(
  { workers, chats, rounds }: FleetTask,
  network: Child,
  cluster: Cluster,
  database: string,
): Promise<FleetFigures> {
  const count = workers === 0 ? async () => 0 : () => countQueries(cluster, database);
  const idleFrom = await count();
  await sleep(IDLE_MS);
  const idlePerMs = ((await count()) - idleFrom) / IDLE_MS;

  const firstWordsMs: number[] = [];
  const queriesPerTurn: number[] = [];
  let lost = 0;
  let totalMs = 0;
  for (let round = 0; round < rounds; round++) {
    const queriesBefore = await count();
    const startedAt = performance.now();
    const state = await answerRound(network, chats);
    const ms = performance.now() - startedAt;
    await untilQuiet(network);
    const queries = (await count()) - queriesBefore - (performance.now() - startedAt) * idlePerMs;
    queriesPerTurn.push(queries / chats);
    totalMs += ms;
    const broken = state.chats.filter(({ isWhole }) => !isWhole);
    lost += broken.length;
    for (const chat of broken) process.stderr.write(`Round ${round}: ${JSON.stringify(chat)}\n`);
    for (const { firstWordsAt, askedAt } of state.chats) {
      if (firstWordsAt !== undefined) firstWordsMs.push(firstWordsAt - askedAt);
    }
  }
  return {
    lost,
    answersPerSecond: (chats * rounds * 1_000) / totalMs,
    firstWordsMsP50: quantile(firstWordsMs, 0.5),
    firstWordsMsP99: quantile(firstWordsMs, 0.99),
    firstQueriesPerTurn: queriesPerTurn[0] ?? 0,
    lastQueriesPerTurn: queriesPerTurn.at(-1) ?? 0,
  };
}

/** One question in each chat, all at once. Gives the state when all answers are whole. */
async function answerRound(network: Child, chats: number): Promise<NetworkState> {
  const giveUpAt = performance.now() + ROUND_GIVE_UP_MS;
  const isWhole = ({ chats: all }: NetworkState) =>
    all.filter((chat) => chat.isWhole && chat.wholeAt !== undefined).length >= chats;
  let state = await ask(network, { kind: 'ask', chats: listChats(chats), deltas: DELTAS });
  while (!isWhole(state) && performance.now() < giveUpAt) {
    await sleep(LOOK_EVERY_MS);
    state = await ask(network, { kind: 'report' });
  }
  return state;
}

async function untilQuiet(network: Child): Promise<void> {
  for (let quietMs = 0; quietMs < QUIET_MS; ) {
    await sleep(LOOK_EVERY_MS);
    quietMs = Date.now() - (await ask(network, { kind: 'report' })).lastCallAt;
  }
}

/** Needs `pg_stat_statements` in the database `postgres`. */
async function countQueries(cluster: Cluster, database: string): Promise<number> {
  const [row] = await cluster.query(
    `SELECT sum(calls)::float8 AS calls FROM pg_stat_statements JOIN pg_database ON oid = dbid
     WHERE datname = '${database}' AND query !~* '^(begin|commit|rollback|listen|unlisten)'`,
  );
  return Number(row?.calls ?? 0);
}

function listChats(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => FIRST_CHAT + index);
}

function ask(network: Child, request: NetworkRequest): Promise<NetworkState> {
  return network.request<NetworkState>(request);
}
