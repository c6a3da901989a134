import type { ConversationSettings } from '../contracts/conversations.ts';
import type { Change } from '../contracts/store.ts';
import type { Turn } from '../contracts/turns.ts';
import { BotError } from '../errors.ts';
import { headKey, OPEN_KEY, turnKey } from './keys.ts';

/** What is kept of a conversation beside its turns. */
export interface Head {
  /** Of the newest turn. The first one is 1. */
  readonly sequence: number;
  readonly epoch: number;
  readonly settings: ConversationSettings;
  /** The epoch in which people were told that the history no longer fits. */
  readonly trimmedEpoch?: number;
  readonly format: 1;
}

/** The ids of all turns that have not ended, and perhaps of some that have. */
export interface OpenMark {
  readonly turns: readonly string[];
  readonly format: 1;
}

/** The conversation of a channel that once had another id. */
export interface ChannelAlias {
  readonly conversation: string;
  readonly format: 1;
}

/**
 * A value as it was written, if it has the format that this version knows; throws otherwise. `undefined` stays so.
 *
 * Only this folder writes these keys, and `format` names the shape: that is why the cast holds.
 */
export function readRecord<Value extends { readonly format: 1 }>(
  value: unknown,
  key: string,
): Value | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'object' && value !== null && 'format' in value && value.format === 1)
    return value as Value;
  throw new BotError(
    `The store holds ${key} in a format that this Parley does not know. Update Parley.`,
  );
}

/** A turn as the store holds it. These are the names of format 1: turns that an earlier version wrote must stay readable. */
interface StoredTurn extends Omit<Turn, 'answerMessages' | 'shownVersion'> {
  readonly places: Turn['answerMessages'];
  readonly shown: Turn['shownVersion'];
}

/** As `readRecord`, for a turn. */
export function readTurn(value: unknown, key: string): Turn | undefined {
  const stored = readRecord<StoredTurn>(value, key);
  if (!stored) return undefined;
  const { places, shown, ...turn } = stored;
  return { ...turn, answerMessages: places, shownVersion: shown };
}

export function turnChange({ answerMessages, shownVersion, ...turn }: Turn): Change {
  const stored: StoredTurn = { ...turn, places: answerMessages, shown: shownVersion };
  return { key: turnKey(turn.id), value: stored };
}

export function headChange(conversation: string, head: Head): Change {
  return { key: headKey(conversation), value: head };
}

export function markChange(turns: ReadonlySet<string>): Change {
  return { key: OPEN_KEY, value: { turns: [...turns], format: 1 } satisfies OpenMark };
}
