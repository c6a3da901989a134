import type { Dialect } from './dialect.ts';
import type { Form } from './form.ts';
import type { Language } from './language.ts';

/**
 * Identifies a message of the bot. Plain data, stored with its turn. Each platform adds the fields that
 * it needs to find the message again; only its surface reads them.
 */
export interface MessageRef {
  readonly messageId: string;
  /** A preview that the network forgets by itself, not a message yet: the final page becomes a new message. */
  readonly isDraft?: boolean;
  /** Only the person who asked sees it. */
  readonly onlyAsker?: boolean;
}

/** A button under a message. */
export interface Button {
  /** `<command>:<rest>`, at most 64 bytes (Telegram's limit for callback data). */
  readonly id: string;
  /** At most 80 characters (Discord's limit). */
  readonly label: string;
  readonly style?: 'primary' | 'danger';
  /**
   * Makes it a menu, of which people pick one entry: 1 to 25 (Discord's limit). `label` is shown while none is
   * picked. The press has the picked value as `ButtonEvent.values`. A network without menus shows a button for
   * each entry, and its press is the same; `<id>|<value>` has at most 64 bytes (Telegram's limit), and `|` is
   * in no id.
   */
  readonly entries?: readonly MenuEntry[];
  /** A press may be answered by a form, so Discord gets no other acknowledgement soon. */
  readonly mayOpenForm?: boolean;
}

/** One entry of a menu. */
export interface MenuEntry {
  readonly value: string;
  /** At most 100 characters (Discord's limit). */
  readonly label: string;
  readonly description?: string;
  readonly isSelected?: boolean;
}

/** Rows of buttons: at most 5 rows of 5 (Discord's limits). A menu fills its row. */
export type Controls = readonly (readonly Button[])[];

/** The writes that a network allows. All surfaces with the same `scope` draw on the same limit. */
export interface EditBudget {
  /** Names the limit: `discord:<channel id>`, `telegram:<chat id>`. */
  readonly scope: string;
  /** The chat that the limit belongs to (see `chatKey`). It goes along to the process that answers there next. */
  readonly chat?: string;
  /** The number of writes allowed in any window of `windowMs`. */
  readonly calls: number;
  readonly windowMs: number;
  /** Creates and edits have separate limits, with `calls` of each. */
  readonly countsCreatesSeparately?: boolean;
  /** The shortest time between two previews. Final writes do not wait for it. */
  readonly gapMs: number;
  /**
   * Every write in the window multiplies the gap by `factor`, up to `longestMs`: early words come soon,
   * and long answers still fit into the window.
   */
  readonly gapGrowth?: { readonly factor: number; readonly longestMs: number };
  /** Previews may spend the calls reserved for final writes when the window ends within this time. */
  readonly windowEndMs?: number;
  /** A token bucket: `calls` writes at one moment (at least 2), then one every `refillMs`. Previews leave one of them. */
  readonly burst?: { readonly calls: number; readonly refillMs: number };
  /** A second limit, shared by all scopes that name it. */
  readonly overall?: OverallLimit;
  /** The limit for previews, where the network has a separate one. Edits of a message still draw on the limit above. */
  readonly previews?: Omit<EditBudget, 'previews'>;
}

/** A limit of all scopes of one bot together. */
export interface OverallLimit {
  readonly scope: string;
  /** The number of calls allowed in any window of `windowMs`. */
  readonly calls: number;
  readonly windowMs: number;
  /** Previews leave this number of calls to first words and final writes, which may come at any moment. */
  readonly reservedCalls?: number;
  /**
   * The network does not say whether it asks one scope or all of them to wait. If it asks this number of
   * scopes within `windowMs`, it means all. Absent: the network says so.
   */
  readonly penalizedScopes?: number;
}

/** The state of a rate limit, as the network reports it. */
export interface RateLimitState {
  /** Calls left in the present window. */
  readonly remaining: number;
  /** Time until all calls are available again. */
  readonly resetAfterMs: number;
}

/** The calls to the network that one write makes. */
export interface WriteCalls {
  /**
   * Await it before each call. The write has room for one; for each further one, it waits here until the limits have room again: such as for
   * a message that is sent once more without what the network refused. `isCreate`: the call creates a message. Absent: there are no limits.
   *
   * @throws A `PlatformError` of kind `canceled` when the wait is canceled.
   */
  beforeCall?(isCreate: boolean): Promise<void>;
  /** Call it with the state of the limit that the last call drew on, where the network reports it. */
  onRateLimit?(state: RateLimitState): void;
}

/** The options of one write. */
export interface PutOptions<Ref extends MessageRef = MessageRef, Page = unknown>
  extends WriteCalls {
  /** `growing`: a preview, another write follows. `final`: the message stays like this. */
  readonly state: 'growing' | 'final';
  /** The same for every attempt to create this message, so that the network recognises a repeated one (Discord's nonce). */
  readonly key: string;
  /** The previous message of the same answer. */
  readonly after?: Ref;
  /** An earlier run may have created this message and died before it saved that. Look for it first, where the network can. */
  readonly mayExist?: boolean;
  /**
   * With `mayExist`: the pages that this run tried to create there, so that no other message of the bot is
   * taken for it. Absent: an earlier run did, and what it wrote is unknown.
   */
  readonly attempts?: readonly Page[];
  /** With `mayExist`: the ids of the bot's messages that belong to other answers. */
  readonly others?: ReadonlySet<string>;
  /**
   * With `mayExist`: tells by the id of a button whether a message is of this answer. Its place may not tell: a message
   * that arrives after its question was deleted is no reply.
   */
  isOwnButton?(id: string): boolean;
  readonly controls?: Controls;
  /** Only the person who asked sees it, where the network can do that. */
  readonly onlyAsker?: boolean;
  /** Cancels a write that has not started. A write under way may still arrive. */
  readonly signal: AbortSignal;
}

/** The look of answers that people chose. Plain data, stored in the settings of their conversation. */
export interface ReplyStyle {
  /** Telegram's rich messages. Absent: the operator's choice applies. */
  readonly rich?: boolean;
  /** The language of the bot's own words on and below the pages. Absent: English. */
  readonly language?: Language;
  /** It is an answer. Other messages are never rich, so that every client can show them. */
  readonly isAnswer?: boolean;
}

/**
 * Counts a call of the overall limit that no write needs at the moment, and gives the function to call
 * when it has ended. `undefined`: there is none to spare.
 */
export type TakeSpareCall = () => (() => void) | undefined;

/**
 * Shows one answer: writes whole pages, one message each.
 *
 * A write fails with a `PlatformError` whose `kind` says what helps. The platform's "not modified"
 * counts as success. No write pings people or shows a link preview.
 */
export interface ReplySurface<Page = unknown, Ref extends MessageRef = MessageRef> {
  readonly dialect: Dialect<Page>;
  /** The language of the bot's own words on and below the pages. Absent: English. */
  readonly language?: Language;
  /** Call it before each write: an answer may move to another limit. */
  budget(): EditBudget;
  /**
   * Creates the message when there is no `message`, or when a draft becomes final. Otherwise edits it.
   * Gives the message that now shows the page. A message that cannot become this page is removed, and
   * the call fails as `gone`.
   */
  put(message: Ref | undefined, page: Page, options: PutOptions<Ref, Page>): Promise<Ref>;
  /**
   * Finds the message after `after` that an earlier run created without saving it. Absent: the network
   * cannot tell.
   */
  findNext?(
    options: Pick<
      PutOptions<Ref, Page>,
      'after' | 'attempts' | 'others' | 'isOwnButton' | 'signal'
    >,
  ): Promise<Ref | undefined>;
  /**
   * Shows a form to the person who called the command or pressed the button. `false`: it is too late for one.
   * Absent: the network has no forms.
   */
  showForm?(form: Form, signal: AbortSignal): Promise<boolean>;
  /** Removes a message. Succeeds when the message is already gone. */
  remove(message: Ref, calls?: WriteCalls): Promise<void>;
  /** Removes the buttons of a message whose text is unknown. Absent: the network cannot do that. */
  removeControls?(message: Ref, calls?: WriteCalls): Promise<void>;
  /**
   * Shows people that their question was heard, by a reaction under it; with `undefined`, removes the reaction.
   * Absent: the network has none.
   *
   * @throws A `PlatformError`: `forbidden` where reactions are not allowed.
   */
  react?(emoji: string | undefined, signal: AbortSignal): Promise<void>;
  /** The network takes the first message for a short time only, so one must be written within this time. Absent: it can come later. */
  readonly firstWriteWithinMs?: number;
  /** Nothing can be written after this time, in Unix milliseconds. Absent: there is no such time. */
  readonly endsAt?: number;
  /** Shows the same messages with a look that every network takes. The answer continues there after an `unsupported` failure. */
  readonly plainSurface?: ReplySurface;
  /**
   * Shows "typing" until `until` aborts. Never throws, and never spends a call that a write needs: where
   * "typing" draws on the overall limit, each call is one of `takeSpareCall`. Absent: there is no limit.
   */
  showTyping(until: AbortSignal, takeSpareCall?: TakeSpareCall): void;
}
