import type { z } from 'zod';
import type { ThreadWriters } from '../contracts/conversations.ts';
import type { Turn } from '../contracts/turns.ts';
import { StoreError } from '../errors.ts';
import type { Log } from '../lib/log.ts';
import { turnId, turnKey } from './keys.ts';
import type {
  ChannelMove,
  Head,
  NearbyRecord,
  OpenMark,
  PinsRecord,
  StoredSummary,
} from './records.ts';
import {
  channelMoveShape,
  headShape,
  nearbyRecordShape,
  openMarkShape,
  pinsShape,
  storedTurnShape,
  summaryShape,
  threadWritersShape,
} from './stored-shapes.ts';

/**
 * Reads stored values. A value that cannot be read is left out and logged once: an old row of an
 * earlier version, or of a damaged file, must not stop what comes after it.
 */
export interface RecordReader {
  /** `undefined`: the turn is not stored, or cannot be read. */
  turn(value: unknown, key: string): Turn | undefined;
  head(value: unknown, key: string): Head | 'unreadable' | undefined;
  openMark(value: unknown, key: string): OpenMark | 'unreadable' | undefined;
  /** `undefined`: the channel did not move, or its move cannot be read. */
  channelMove(value: unknown, key: string): ChannelMove | undefined;
  /** `undefined`: nothing was kept, or it cannot be read. */
  writers(value: unknown, key: string): ThreadWriters | undefined;
  /** As `writers`, for nearby messages. */
  nearby(value: unknown, key: string): NearbyRecord | undefined;
  /** `undefined`: there are no pins, or they cannot be read. */
  pins(value: unknown, key: string): PinsRecord | undefined;
  /** `undefined`: there is no summary, or it cannot be read. */
  summary(value: unknown, key: string): StoredSummary | undefined;
}

/** The number of unreadable keys that are remembered as logged. */
const MAX_LOGGED_KEYS = 10_000;

/** Creates a reader. Checking a turn takes less time than decoding its JSON. */
export function createRecordReader(log: Log): RecordReader {
  const loggedKeys = new Set<string>();

  function reportUnreadable(key: string, reason: string): 'unreadable' {
    if (!loggedKeys.has(key)) {
      log.error({ key, reason }, 'conversations: a stored record cannot be read, leaving it out');
    }
    if (loggedKeys.size === MAX_LOGGED_KEYS) loggedKeys.clear();
    loggedKeys.add(key);
    return 'unreadable';
  }

  function read<Value>(
    shape: z.ZodType<Value>,
    value: unknown,
    key: string,
  ): Value | 'unreadable' | undefined {
    if (value === undefined) return undefined;
    const result = shape.safeParse(value);
    return result.success ? result.data : reportUnreadable(key, reasonOf(value, result.error));
  }

  function readable<Value>(value: Value | 'unreadable' | undefined): Value | undefined {
    return value === 'unreadable' ? undefined : value;
  }

  return {
    turn(value, key) {
      const stored = readable(read(storedTurnShape, value, key));
      if (!stored) return undefined;

      const { places, shown, ...turn } = stored;
      const id = turnId(turn.conversation, turn.sequence);
      if (turn.id === id && key === turnKey(id))
        return { ...turn, answerMessages: places, shownVersion: shown };
      reportUnreadable(key, 'it holds another turn than its key says');
      return undefined;
    },

    head: (value, key) => read(headShape, value, key),
    openMark: (value, key) => read(openMarkShape, value, key),
    channelMove: (value, key) => readable(read(channelMoveShape, value, key)),
    writers: (value, key) => readable(read(threadWritersShape, value, key)),
    nearby: (value, key) => readable(read(nearbyRecordShape, value, key)),
    pins: (value, key) => readable(read(pinsShape, value, key)),
    summary: (value, key) => readable(read(summaryShape, value, key)),
  };
}

/** Names the first wrong field. Never its value, which may be somebody's words. */
function reasonOf(value: unknown, { issues: [issue] }: z.ZodError): string {
  // The store gives a value that it cannot decode as the error that says why.
  if (value instanceof StoreError) return value.message;
  const field = issue?.path.join('.');
  if (field === 'format') return 'this Parley does not know its format';
  return field ? `${field} is wrong or missing` : 'it is no record';
}
