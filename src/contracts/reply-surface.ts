import type { Dialect } from './dialect.ts';

/** A message that was put. Plain data, stored with its turn, opaque to all but the surface that made it. */
export interface MessageRef {
  readonly messageId: string;
  /** No message yet, but a preview that the network forgets by itself: what stays is put as a new message. */
  readonly isDraft?: boolean;
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
  /** Creates and edits are counted apart, so many of each. */
  readonly countsCreatesSeparately?: boolean;
  /** The least time between two previews. What stays does not wait for it. */
  readonly gapMs: number;
  /** Every write in the window makes the gap so many times longer, up to `longestMs`: early words come soon, long answers fit. */
  readonly gapGrowth?: { readonly factor: number; readonly longestMs: number };
  /** Previews leave so many calls of each window to what stays; 1. */
  readonly reserve?: number;
  /** Previews may take those too when the window, as the network told, ends so soon. */
  readonly windowEndMs?: number;
  /** So many writes at once, at least 2, and then one every `refillMs`. Previews leave one of them. */
  readonly burst?: { readonly calls: number; readonly refillMs: number };
  /** A second limit, on all scopes that name it together. */
  readonly overall?: { readonly scope: string; readonly calls: number; readonly windowMs: number };
  /** What grows draws on this limit instead, unless it is written over a message; what stays draws on the one above. */
  readonly previews?: Omit<EditBudget, 'previews'>;
}

/** What a network says is left of a limit. */
export interface RateLimitState {
  readonly remaining: number;
  /** Until all of it is there again. */
  readonly resetAfterMs: number;
}

export interface PutOptions {
  /** `growing`: a preview, one more will come. `final`: how this message stays. */
  readonly state: 'growing' | 'final';
  /** The same at every try to create this message, so that a repeated one is recognised (Discord's nonce). */
  readonly key: string;
  /** The message before this one, where an answer has several. */
  readonly after?: MessageRef;
  /** An earlier run may have created it and died before it could note so: look first, where the network can. */
  readonly mayExist?: boolean;
  readonly controls?: Controls;
  /** Only the asker sees it, where the network can. */
  readonly onlyAsker?: boolean;
  /** Gives up on a write that did not begin; one under way may still arrive. */
  readonly signal: AbortSignal;
  /** Called with what the network said of the limit that this write drew on, where it says so. */
  onRateLimit?(left: RateLimitState): void;
}

/** What people choose about the looks of answers. Plain data, stored with the settings of their conversation. */
export interface ReplyStyle {
  /** Telegram's rich messages. Absent: as the operator chose. */
  readonly rich?: boolean;
}

/**
 * Where one answer is shown: writes whole pages, one message each.
 *
 * A write fails with a `PlatformError` whose `kind` says what helps. A platform's "not modified" is a success.
 * Nothing a surface writes pings anybody or shows a link preview.
 */
export interface ReplySurface<Page = unknown> {
  readonly dialect: Dialect<Page>;
  /** Read before each write: an answer may have to go on by another limit. */
  readonly budget: EditBudget;
  /**
   * Without `place`, or where a draft is to stay: creates the message. Otherwise edits it, and gives the place that now stands for it.
   * A message that cannot become this page is removed, and counts as `gone`.
   */
  put(place: MessageRef | undefined, page: Page, options: PutOptions): Promise<MessageRef>;
  /** The next message after `after`, if an earlier run created it and died before it could note so. Absent: the network cannot tell. */
  findNext?(options: Pick<PutOptions, 'after' | 'signal'>): Promise<MessageRef | undefined>;
  /** Removes a message. One that is gone already is a success. */
  remove(place: MessageRef): Promise<void>;
  /** For the same messages, in looks that every network takes: where a write fails as `unsupported`, the answer goes on here. */
  readonly plainSurface?: ReplySurface;
  /** Shows "typing" until aborted. Never throws, is never awaited, never spends what a write needs. */
  showTyping(until: AbortSignal): void;
}
