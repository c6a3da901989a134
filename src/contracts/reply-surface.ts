import type { Dialect } from './dialect.ts';

/** A message that was put. Plain data, stored with its turn, opaque to all but the surface that made it. */
export interface Place {
  readonly messageId: string;
  readonly [detail: string]: string | number | boolean;
}

export interface Button {
  /** `<command>:<rest>`, at most 64 bytes (Telegram's limit for callback data). */
  readonly id: string;
  /** At most 80 characters (Discord's limit). */
  readonly label: string;
  readonly style?: 'primary' | 'danger';
}

/** Rows of buttons: at most 5 rows of 5 (Discord's limits). */
export type Controls = readonly (readonly Button[])[];

/** What a network allows. All surfaces with one `scope` draw on the same limit. */
export interface EditBudget {
  /** Names the limit: `discord:<channel id>`, `telegram:<chat id>`. */
  readonly scope: string;
  /** Writes allowed in any window. */
  readonly calls: number;
  readonly windowMs: number;
  /** The least time between two previews. Finals do not wait for it. */
  readonly gapMs: number;
  /** So many writes at once, and then one every `refillMs`. */
  readonly burst?: { readonly calls: number; readonly refillMs: number };
}

export interface PutOptions {
  /** `growing`: a preview, one more will come. `final`: how this message stays. */
  readonly state: 'growing' | 'final';
  /** The same at every try to create this message, so that a repeated one is recognised (Discord's nonce). */
  readonly key: string;
  /** The message before this one, where an answer has several. */
  readonly after?: Place;
  /** An earlier run may have created it and died before it could note so: look first, where the network can. */
  readonly mayExist?: boolean;
  readonly controls?: Controls;
  /** Only the asker sees it, where the network can. */
  readonly onlyAsker?: boolean;
  /** Gives up on a write that did not begin; one under way may still arrive. */
  readonly signal: AbortSignal;
}

/**
 * Where one answer is shown: writes whole pages, one message each.
 *
 * A write fails with a `PlatformError` whose `kind` says what helps. A platform's "not modified" is a success.
 * Nothing a surface writes pings anybody or shows a link preview.
 */
export interface ReplySurface<Page = unknown> {
  readonly dialect: Dialect<Page>;
  readonly budget: EditBudget;
  /** Without `place`: creates the message. With one: edits it, and gives the place that now stands for it. */
  put(place: Place | undefined, page: Page, options: PutOptions): Promise<Place>;
  /** The next message after `after`, if an earlier run created it and died before it could note so. Absent: the network cannot tell. */
  find?(options: Pick<PutOptions, 'after' | 'signal'>): Promise<Place | undefined>;
  /** Removes a message. One that is gone already is a success. */
  remove(place: Place): Promise<void>;
  /** Shows "typing" until aborted. Never throws, is never awaited, never spends what a write needs. */
  typing(until: AbortSignal): void;
}
