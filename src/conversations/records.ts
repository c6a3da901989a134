import type { ChatMessage } from '../contracts/chat-message.ts';
import type { ConversationSettings } from '../contracts/conversations.ts';
import type { Pin } from '../contracts/pins.ts';
import type { Change } from '../contracts/store.ts';
import type { Summary } from '../contracts/summaries.ts';
import type { Turn } from '../contracts/turns.ts';
import { headKey, turnKey } from './keys.ts';

/** The stored part of a conversation besides its turns. */
export interface Head {
  /** The sequence number of the newest turn. The first turn has 1. */
  readonly sequence: number;
  readonly epoch: number;
  /** Written by earlier versions only (see `readOldChoices`). */
  readonly settings: ConversationSettings;
  /** The last epoch in which people got the notice that the history no longer fits. */
  readonly trimmedEpoch?: number;
  readonly format: 1;
}

/** The ids of all open turns, of one chat or of all, and perhaps of some that have ended. */
export interface OpenMark {
  readonly turns: readonly string[];
  /** As in `Channel`, in the mark of a chat. */
  readonly server?: string;
  readonly format: 1;
}

/** The conversation of a channel whose id has changed, or of a message whose turn is not in the conversation of its channel. */
export interface ChannelMove {
  readonly conversation: string;
  readonly format: 1;
}

/** The last messages of a channel that were no questions, oldest first. */
export interface NearbyRecord {
  readonly messages: readonly ChatMessage[];
  /** The record expires after this time without another message. */
  readonly ageMs: number;
  readonly format: 1;
}

/** The pins of a conversation. */
export interface PinsRecord {
  readonly pins: readonly Pin[];
  readonly format: 1;
}

/** The summary of a conversation. */
export interface StoredSummary extends Summary {
  readonly format: 1;
}

/** A turn in the store. Its names belong to format 1: turns of earlier versions must stay readable. */
export interface StoredTurn extends Omit<Turn, 'answerMessages' | 'shownVersion'> {
  readonly places: Turn['answerMessages'];
  readonly shown: Turn['shownVersion'];
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

/** The mark of these open turns. */
export function openMarkRecord(turns: Iterable<string>, server?: string): OpenMark {
  return { turns: [...turns], ...(server !== undefined && { server }), format: 1 };
}
