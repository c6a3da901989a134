import type { InboundEvent } from './inbox.ts';

/** The part of the work that a process does: it takes events, answers them, or does both. */
export type ProcessRole = 'all' | 'gateway' | 'worker';

/** One process of a fleet. Plain data: it is stored. */
export interface Member {
  readonly id: string;
  /** The smallest number, from 0, that no other member had when it joined. It stays. */
  readonly number: number;
  readonly role: ProcessRole;
  /** The version of its program. */
  readonly version: string;
  /** The newest format of the store that it reads and writes (see `Store`). */
  readonly storeFormat: number;
  /** Unix milliseconds. */
  readonly since: number;
}

/** The processes that work on one store. A process that is alone on its store is a fleet of one. */
export interface Fleet {
  /** This process. */
  readonly self: Member;
  /** All members that are alive, this process among them, in the order of their numbers. Reads memory only. */
  members(): readonly Member[];
  /**
   * This process has renewed its record so lately that no other one can take it for dead yet, and knows the members.
   * Reads memory only. While it says so, nothing that it held has gone to others. Absent: it always is.
   */
  isCurrent?(): boolean;
  /** Calls `onChange` when a member has joined or left. Gives the function that ends it. */
  onMembers(onChange: () => void): () => void;
  /**
   * Tells all other members something at once. It may get lost where a connection breaks, so it can only hasten what
   * happens anyway. `content` is plain data, at most about 6,000 bytes as JSON.
   */
  tell(topic: string, content: object): void;
  /**
   * As `tell`, with the next write to the store, or alone within `withinMs`. `take` gives what is to be told, in its
   * order, and is asked when it leaves. Absent: nothing can go along.
   */
  tellSoon?(topic: string, take: () => readonly object[], withinMs: number): void;
  /** Calls `onContent` with what other members tell. Gives the function that ends it. */
  onTold(topic: string, onContent: (content: unknown) => void): () => void;
  /**
   * Runs `work` in one process at a time: waits until no other one does, and aborts the signal of `work` when the
   * right to it is lost; `work` then runs again later. Resolves when `signal` has aborted and `work` has ended. A process
   * that is alone on its store begins `work` once, and also resolves when that ends by itself.
   */
  runAlone(
    name: string,
    work: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Hands an event to the process that answers in its chat. Resolves when it is on disk. */
export type RelayEvent = (event: InboundEvent) => Promise<void>;
