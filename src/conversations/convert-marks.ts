import type { Channel } from '../contracts/chat-message.ts';
import type { Change, Store } from '../contracts/store.ts';
import type { Turn } from '../contracts/turns.ts';
import { chatKey } from '../lib/chat-key.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { CHAT_MARKS_PREFIX, chatMarkKey, OPEN_KEY } from './keys.ts';
import { readMarks } from './read-marks.ts';
import { type LeftOpen, readOpenTurns } from './read-open-turns.ts';
import { openMarkRecord } from './records.ts';
import { findOpenTurns } from './recover-open-turns.ts';
import { createSharedState, type SharedState } from './shared-state.ts';

/** A store that no process works on, and the log for what cannot be read in it. */
export interface ConvertMarksParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** The number of marks in one write. */
const BATCH_SIZE = 500;

/**
 * Makes the marks of open turns as a store of one process (`one`) or of several (`per chat`) has them, from those that
 * the store has. Changes nothing where they are so already. Gives the number of open turns.
 */
export async function convertMarks(
  parts: ConvertMarksParts,
  form: 'one' | 'per chat',
): Promise<number> {
  const shared = createSharedState(parts);
  return form === 'one' ? joinMarks(shared) : splitMark(shared, parts.log);
}

async function joinMarks(shared: SharedState): Promise<number> {
  const { store, records } = shared;
  const marks = await readMarks(shared, '');
  const mark = records.openMark(await store.get(OPEN_KEY), OPEN_KEY);
  const listed = mark && mark !== 'unreadable' ? mark.turns : [];
  // The only process on a store searches where the mark is missing.
  if (marks.size === 0) return listed.length;
  const ids = new Set([...listed, ...[...marks.values()].flatMap(({ turns }) => turns)]);
  const open = inOrder(await readOpenTurns(shared, [...ids]));
  const keys = await store.findKeys(CHAT_MARKS_PREFIX);
  await store.write([{ key: OPEN_KEY, value: openMarkRecord(open.map(({ id }) => id)) }]);
  await writeInBatches(
    store,
    keys.map((key) => ({ key, value: undefined })),
  );
  return open.length;
}

async function splitMark(shared: SharedState, log: Log): Promise<number> {
  const { store } = shared;
  const isSplit = (await store.get(OPEN_KEY)) === undefined;
  const marks = await readMarks(shared, '');
  if (isSplit && marks.size > 0) return countTurns(marks.values());

  const chats = new Map<string, { readonly turns: string[]; server: string | undefined }>();
  for (const { id, turn } of await findOpenTurns(shared, log)) {
    const chat = turn ? await chatOf(shared, turn.address.channel) : likelyChat(id);
    const listed = chats.get(chat) ?? {
      turns: [...(marks.get(chat)?.turns ?? [])],
      server: undefined,
    };
    if (!listed.turns.includes(id)) listed.turns.push(id);
    listed.server ??= turn?.address.channel.server ?? marks.get(chat)?.server;
    chats.set(chat, listed);
  }
  const changes = [...chats].map(([chat, { turns, server }]) => ({
    key: chatMarkKey(chat),
    value: openMarkRecord(turns, server),
  }));
  await writeInBatches(store, changes);
  // Last: until then, the conversion can begin again.
  await store.write([{ key: OPEN_KEY, value: undefined }]);
  return countTurns(chats.values());
}

async function writeInBatches(store: Store, changes: readonly Change[]): Promise<void> {
  for (let start = 0; start < changes.length; start += BATCH_SIZE)
    await store.write(changes.slice(start, start + BATCH_SIZE));
}

/** A chat that its network gave another id keeps the first one. */
function chatOf(
  { conversationOf }: SharedState,
  { parentId, ...channel }: Channel,
): Promise<string> {
  return conversationOf({ ...channel, id: parentId ?? channel.id });
}

/** The chat of a turn that cannot be read: `<platform>:<channel id>#<sequence>`. */
function likelyChat(id: string): string {
  const [platform = ''] = id.split(':', 1);
  const channel = id.slice(platform.length + 1, id.lastIndexOf('#'));
  const [place = channel] = channel.split('/', 1);
  return chatKey({ platform, id: place });
}

function countTurns(marks: Iterable<{ readonly turns: readonly string[] }>): number {
  let count = 0;
  for (const { turns } of marks) count += turns.length;
  return count;
}

/** As they were accepted. Turns that cannot be read come last. */
function inOrder(turns: readonly LeftOpen[]): readonly LeftOpen[] {
  const acceptedAt = (turn: Turn | undefined) => turn?.acceptedAt ?? Number.MAX_SAFE_INTEGER;
  return turns.toSorted((a, b) => acceptedAt(a.turn) - acceptedAt(b.turn));
}
