import type { ConversationSettings } from '../contracts/conversations.ts';
import type { Change } from '../contracts/store.ts';
import type { Turn } from '../contracts/turns.ts';
import { BotError } from '../errors.ts';
import { headKey, OPEN_KEY, turnKey } from './keys.ts';

/** The stored part of a conversation besides its turns. */
export interface Head {
  /** The sequence number of the newest turn. The first turn has 1. */
  readonly sequence: number;
  readonly epoch: number;
  readonly settings: ConversationSettings;
  /** The last epoch in which people got the notice that the history no longer fits. */
  readonly trimmedEpoch?: number;
  readonly format: 1;
}

/** The ids of all open turns, and perhaps of some that have ended. */
export interface OpenMark {
  readonly turns: readonly string[];
  readonly format: 1;
}

/** The conversation of a channel whose id has changed. */
export interface ChannelMove {
  readonly conversation: string;
  readonly format: 1;
}

/** A turn in the store. Its names belong to format 1: turns of earlier versions must stay readable. */
interface StoredTurn extends Omit<Turn, 'answerMessages' | 'shownVersion'> {
  readonly places: Turn['answerMessages'];
  readonly shown: Turn['shownVersion'];
}

/**
 * Reads a stored value. Gives `undefined` for `undefined`.
 *
 * @throws A `BotError` when this version does not know the format of the value.
 */
export function readRecord<Value extends { readonly format: 1 }>(
  value: unknown,
  key: string,
): Value | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'object' && value !== null && 'format' in value && value.format === 1) {
    // Only this folder writes these keys, and `format` names the shape.
    return value as Value;
  }
  throw new BotError(
    `The store holds ${key} in a format that this Parley does not know. Update Parley.`,
  );
}

/** As `readRecord`, for a turn. */
export function readTurn(value: unknown, key: string): Turn | undefined {
  const stored = readRecord<StoredTurn>(value, key);
  if (!stored) return undefined;
  const { places, shown, ...turn } = stored;
  return { ...turn, answerMessages: places, shownVersion: shown };
}

/** The change that stores a turn. */
export function turnChange({ answerMessages, shownVersion, ...turn }: Turn): Change {
  const stored: StoredTurn = { ...turn, places: answerMessages, shown: shownVersion };
  return { key: turnKey(turn.id), value: stored };
}

/** The change that stores a head. */
export function headChange(conversation: string, head: Head): Change {
  return { key: headKey(conversation), value: head };
}

/** The change that stores the ids of all open turns. */
export function markChange(turns: ReadonlySet<string>): Change {
  return { key: OPEN_KEY, value: { turns: [...turns], format: 1 } satisfies OpenMark };
}
