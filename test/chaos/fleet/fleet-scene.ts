import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startLocalDiscord } from '../../../playground/discord/index.ts';
import { createLocalEnv } from '../../../playground/local-env.ts';
import { startLocalTelegram } from '../../../playground/telegram/index.ts';
import type { Turn } from '../../../src/contracts/turns.ts';
import { createRecordReader } from '../../../src/conversations/record-reader.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { startOpenAiServer } from '../../helpers/openai-server.ts';
import { startPgbouncer } from '../../helpers/pgbouncer.ts';
import { type Cluster, startCluster } from '../../helpers/postgres-cluster.ts';
import { questionsIn } from '../marks.ts';
import { createRandom, type Random } from '../random.ts';
import { isOpen } from '../scene.ts';
import { type Crowd, type CrowdOptions, createCrowd } from './crowd.ts';
import { type Members, startMembers } from './members.ts';
import { createModelBook, type ModelBook } from './model-book.ts';
import type { RelayedCall } from './relay.ts';

/** Everything around a fleet, and its processes. */
export interface FleetScene {
  /** Draws the plans, and nothing else. */
  readonly planning: Random;
  readonly crowd: Crowd;
  readonly book: ModelBook;
  readonly cluster: Cluster;
  readonly databaseUrl: string;
  readonly members: Members;
  readonly calls: readonly RelayedCall[];
  /** Writes the logs of all processes, and the state of the database, into the folder that FLEET_LOGS names. */
  keepEvidence(): Promise<void>;
}

export interface FleetSceneOptions {
  readonly seed: number;
  readonly gateways: number;
  readonly workers: number;
  /** Every second process is as on a machine of its own: the others cannot look whether it lives. */
  readonly areApart?: boolean;
  /** As in `CrowdOptions`. */
  readonly isQuick?: boolean;
  /** As in `CrowdOptions`. */
  readonly shares?: CrowdOptions['shares'];
  /** The longest time that a write to a network is under way, and its answer as well. Default: none at all. */
  readonly mostDelayMs?: number;
  /** Processes reach the database through PgBouncer in transaction mode. */
  readonly isPooled?: boolean;
}

const PEOPLE = 8;
const ROOMS = 8;
/**
 * A turn that has not ended after this time without any progress never ends. After the death of a process, the next one
 * may have to wait for a minute in a group on Telegram, and it may die, too.
 */
const PROGRESS_GIVE_UP_MS = 180_000;
const LOOK_EVERY_MS = 250;

/** Builds a scene, plays it, and takes it down. The networks keep their real limits: processes know no others. */
export async function withFleet<Result>(
  options: FleetSceneOptions,
  play: (scene: FleetScene) => Promise<Result>,
): Promise<Result> {
  const ends: (() => unknown)[] = [];
  try {
    const cluster = await startCluster();
    ends.push(() => cluster.stop('immediate'));
    const databaseUrl = await cluster.createDatabase('fleet');
    const [discord, telegram] = await Promise.all([startLocalDiscord(), startLocalTelegram()]);
    ends.push(() => Promise.all([discord.stop(), telegram.stop()]));
    const env = createLocalEnv({}, discord, telegram);
    const crowd = createCrowd({ discord, telegram }, createRandom(options.seed), {
      people: PEOPLE,
      rooms: ROOMS,
      isQuick: options.isQuick ?? false,
      shares: options.shares,
    });
    const book = createModelBook();
    const server = await startOpenAiServer({ script: book.script });
    ends.push(() => server.stop());

    const pooled =
      options.isPooled &&
      (await startPgbouncer({ after: (end) => void ends.push(end) }, databaseUrl));
    const calls: RelayedCall[] = [];
    const { mostDelayMs = 0 } = options;
    const delays = createRandom(options.seed + 4);
    const everybody = [discord, telegram].flatMap((network) =>
      network.people().map(({ id }) => `${network.name}:${id}`),
    );
    const members = startMembers({
      places: [...placesOf('gateway', options.gateways), ...placesOf('worker', options.workers)],
      env: {
        ...env,
        ALLOWED_USERS: everybody.join(','),
        DISCORD_SHARDS: 'auto',
        MOST_MESSAGES: '10',
        OPENAI_BASE_URL: server.url,
        STORE_URL: pooled || databaseUrl,
        ...(pooled ? { STORE_DIRECT_URL: databaseUrl } : {}),
      },
      origins: { discord: new URL(discord.apiUrl).origin, telegram: telegram.apiUrl },
      record: (call) => void calls.push(call),
      areApart: options.areApart ?? false,
      drawDelayMs: () => (mostDelayMs > 0 ? delays.below(mostDelayMs) : 0),
    });
    ends.push(async () => {
      for (const life of members.alive()) members.kill(life);
      await members.stop();
    });
    const planning = createRandom(options.seed + 3);
    const parts = { planning, crowd, book, cluster, databaseUrl, members, calls };
    const scene = { ...parts, keepEvidence: () => keepEvidence(parts) };
    return await play(scene).catch(async (error: unknown) => {
      await scene.keepEvidence();
      throw error;
    });
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

async function keepEvidence({
  members,
  cluster,
  databaseUrl,
  calls,
}: Omit<FleetScene, 'keepEvidence'>): Promise<void> {
  const folder = process.env.FLEET_LOGS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  for (const { name, process: life, startedAt, signalledAt, endedBy } of members.all) {
    const facts = `${name} started ${startedAt}, ${endedBy ?? 'not signalled'} ${signalledAt}`;
    await writeFile(join(folder, `${name}.log`), `${facts}\n${life.output()}`);
  }
  const tables = ['parley.hosts', 'parley.events', 'parley.entries', 'graphile_worker.jobs'];
  for (const table of tables) {
    const rows = await cluster.query(`SELECT * FROM ${table}`, databaseUrl).catch(String);
    await writeFile(join(folder, `${table}.json`), JSON.stringify(rows, undefined, 1));
  }
  await writeFile(join(folder, 'calls.json'), calls.map((call) => JSON.stringify(call)).join('\n'));
}

function placesOf(role: 'gateway' | 'worker', count: number) {
  return Array.from({ length: count }, (_, index) => ({ name: `${role}-${index}`, role }));
}

/** Waits until every question is in a turn, and every turn has ended, or nothing goes on. Gives the turns. */
export async function settle({
  crowd,
  cluster,
  databaseUrl,
}: FleetScene): Promise<readonly Turn[]> {
  await crowd.idle();
  let giveUpAt = 0;
  let fewest = Infinity;
  for (;;) {
    const turns = await readStoredTurns(cluster, databaseUrl);
    const accepted = new Set(
      turns.flatMap((turn) => turn.inputs.flatMap(({ text }) => questionsIn(text))),
    );
    const missing = [...crowd.questions.keys()].filter((question) => !accepted.has(question));
    const remaining = turns.filter(isOpen).length + missing.length;
    if (remaining === 0) return turns;

    if (remaining < fewest) giveUpAt = performance.now() + PROGRESS_GIVE_UP_MS;
    fewest = Math.min(fewest, remaining);
    if (performance.now() > giveUpAt) return turns;
    await wait(LOOK_EVERY_MS);
  }
}

/** Reads the turns from the database, without the store that is under test. */
async function readStoredTurns(cluster: Cluster, url: string): Promise<readonly Turn[]> {
  const rows = await cluster.query(
    `SELECT key, value FROM parley.entries WHERE key LIKE 'turn:%'`,
    url,
  );
  const records = createRecordReader(silentLog);
  return rows.map(({ key, value }) => {
    const turn = records.turn(JSON.parse(String(value)).value, String(key));
    if (!turn) throw new Error(`${key} cannot be read`);
    return turn;
  });
}
