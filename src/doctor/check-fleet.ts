import type { Config } from '../config/read-config.ts';
import type { Member } from '../contracts/fleet.ts';
import { ConfigError } from '../errors.ts';
import { findLivingMembers } from '../fleet/find-living-members.ts';
import { readStoreFormat, STORE_FORMAT } from '../fleet/store-format.ts';
import { readWaitingEvents } from '../fleet/waiting-events.ts';
import type { Clock } from '../lib/clock.ts';
import { isPostgresUrl } from '../lib/is-postgres-url.ts';
import { silentLog } from '../lib/log.ts';
import { openStore } from '../store/open-store.ts';
import { explain } from './explain.ts';
import type { Row } from './row.ts';

/** An event that nobody takes for so long waits for somebody to be started. */
const LONG_MS = 30_000;

const ROLES = {
  all: 'it takes events and answers them',
  gateway: 'it takes events, and workers answer them',
  worker: 'it answers what gateways take',
} as const;

/** Looks at the processes on a PostgreSQL store, and at what waits for them. Never rejects. */
export async function checkFleet(config: Config, clock: Clock): Promise<readonly Row[]> {
  if (!isPostgresUrl(config.storeUrl)) return [];
  const part = 'processes';
  const { role } = config;
  const own: Row = { part, state: 'good', subject: 'role', result: `${role}: ${ROLES[role]}.` };
  try {
    const url = config.storeUrl;
    const store = await openStore({ url, clock, log: silentLog, readOnly: true });
    try {
      const members = await findLivingMembers({ store, clock });
      const stored = await readStoreFormat(store);
      return [
        own,
        ...members.map((member) => memberRow(member, part)),
        ...judgeMembers(members, part),
        formatRow(stored, part),
        ...(store.query ? [await eventsRow(store.query, part)] : []),
      ];
    } finally {
      await store.close();
    }
  } catch (error) {
    // The check of the store says what is wrong with it.
    const finding =
      error instanceof ConfigError
        ? { subject: 'running', result: 'Unknown, as the store cannot be read.' }
        : explain('store', 'running', error);
    return [own, { part, ...finding, state: 'note' }];
  }
}

function memberRow({ number, role, version, since }: Member, part: string): Row {
  const result = `${role}, version ${version}, since ${new Date(since).toISOString()}.`;
  return { part, state: 'good', subject: `process ${number}`, result };
}

function formatRow(
  { format, version }: Awaited<ReturnType<typeof readStoreFormat>>,
  part: string,
): Row {
  const subject = 'format';
  const result = `The store has format ${format}.`;
  if (format <= STORE_FORMAT) return { part, state: 'good', subject, result };
  const cure = `This program reads formats up to ${STORE_FORMAT}: use Parley ${version}, or a newer one.`;
  return { part, state: 'bad', subject, result, cure };
}

/** What is missing among the members, or differs between them. */
function judgeMembers(members: readonly Member[], part: string): readonly Row[] {
  if (members.length === 0) {
    return [{ part, state: 'good', subject: 'running', result: 'No Parley runs on the store.' }];
  }
  const rows: Row[] = [];
  const has = (role: Member['role']) =>
    members.some((member) => member.role === role || member.role === 'all');
  const note = (subject: string, result: string, cure: string) =>
    rows.push({ part, state: 'note', subject, result, cure });
  if (!has('worker'))
    note('workers', 'Nobody answers.', 'Start a process with PARLEY_ROLE=worker or all.');
  if (!has('gateway'))
    note('gateways', 'Nobody takes events.', 'Start a process with PARLEY_ROLE=gateway or all.');
  const versions = [...new Set(members.map(({ version }) => version))].toSorted();
  if (versions.length > 1)
    note(
      'versions',
      `They differ: ${versions.join(', ')}.`,
      'That is usual during an update. Otherwise update the older ones.',
    );
  return rows;
}

async function eventsRow(
  query: Parameters<typeof readWaitingEvents>[0],
  part: string,
): Promise<Row> {
  const subject = 'events';
  const { count, oldestMs } = await readWaitingEvents(query);
  if (count === 0) return { part, state: 'good', subject, result: 'None waits.' };
  const result = `${count === 1 ? '1 waits' : `${count} wait`} for a worker, the oldest for ${Math.ceil(oldestMs / 1000)} s.`;
  if (oldestMs < LONG_MS) return { part, state: 'good', subject, result };
  return {
    part,
    state: 'note',
    subject,
    result,
    cure: 'Start a worker. If some run already, start more.',
  };
}
