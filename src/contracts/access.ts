import type { Author, Channel } from './chat-message.ts';
import type { MessageRef } from './reply-surface.ts';

/** The decision whether a person may use the bot in a channel. */
export type AccessDecision =
  | { readonly allowed: true }
  /**
   * The reason of a refusal:
   * - `person`: the lists do not allow this person, in a direct chat
   * - `chat`: they allow neither this chat nor this person
   * - `denied`: a list denies this person, a role of theirs, or this place
   * - `direct off`: the bot answers no direct messages
   * - `power`: people of this role may not ask there
   */
  | { readonly allowed: false; readonly denied: DeniedReason };

/** The reason why a person may not use the bot. */
export type DeniedReason = 'person' | 'chat' | 'denied' | 'direct off' | 'power';

/**
 * The operator's lists in `parley.yaml`. An id is a number, or begins with its network or bot: `discord:12` counts
 * for every bot there, `discord@memes:12` for that one. It may be a person, role, server, category, channel or thread.
 */
export interface AccessRules {
  readonly admins: readonly string[];
  readonly allow: readonly string[];
  /** Wins over everything that allows. */
  readonly deny: readonly string[];
  /** Who may write directly to the bot. `off`: only admins. `listed`: only people whom the lists allow. */
  readonly direct: 'on' | 'off' | 'listed';
}

/**
 * Something that people may do, or not. `model`, `persona`, `settings` and `reset` change something for all
 * of a place. `write_persona`: to write instructions in the chat. `why_details`: to see each attempt. `access`:
 * to let people in.
 */
export type Power =
  | 'ask'
  | 'stop'
  | 'regenerate'
  | 'undo'
  | 'forget'
  | 'model'
  | 'persona'
  | 'write_persona'
  | 'settings'
  | 'reset'
  | 'pin'
  | 'export'
  | 'delete_my_data'
  | 'why'
  | 'why_details'
  | 'usage'
  | 'access';

/**
 * The people who have a power. Each role includes the narrower ones:
 * - `everyone`: all who may use the bot there
 * - `asker`: the person whose question it is about
 * - `moderators`: of that place: the people who may manage its messages, the administrators of a group, and a
 *   person in a conversation of their own
 * - `admins`: of the bot
 * - `nobody`
 */
export type Role = 'everyone' | 'asker' | 'moderators' | 'admins' | 'nobody';

/** Who has each power. */
export type Powers = Readonly<Record<Power, Role>>;

/** Decides who may use the bot, and what they may do. */
export interface Access {
  /** Answers from memory. */
  check(author: Author, channel: Channel): AccessDecision;
  /** True for the bot's admins: the operator's list, people who were paired, and the owners of the bot's account. */
  isAdmin(author: Author, channel: Channel): boolean;
  /** Ids of the people who are admins on a platform, as far as they are known. Admins in a list without a network may be of another one. */
  admins(platform: string): readonly string[];
  /** True for admins, for moderators of that place, and for a person in a conversation of their own. May ask the network. */
  isModerator(author: Author, channel: Channel): Promise<boolean>;
  /**
   * Tells whether a person has a power. `isAsker`: it is about their own question. The people who may not use
   * the bot at all have no power, apart from `delete_my_data`.
   */
  may(power: Power, author: Author, channel: Channel, isAsker?: boolean): Promise<boolean>;
  /** Records the new id that the network gave to a chat: what the lists say about the old id applies to it. */
  moveChannel(from: Channel, to: Channel): Promise<void>;
}

/** A person who was let in, made an admin or shut out while the bot runs: at that bot, and at no other. */
export interface Grant {
  readonly platform: string;
  readonly personId: string;
  readonly name: string;
  readonly state: 'admin' | 'allowed' | 'denied';
  /** The admin who decided. Absent: pairing did. */
  readonly by?: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** The grants, which survive restarts. Every read is answered from memory. */
export interface Grants {
  list(): readonly Grant[];
  find(platform: string, personId: string): Grant | undefined;
  /** Replaces the person's grant. Resolves when it is stored. */
  set(grant: Grant): Promise<void>;
  /** `false`: there was none. */
  revoke(platform: string, personId: string): Promise<boolean>;
}

/** The codes that make admins, one for each platform: it works once, and for ten minutes. Only its hash is stored. */
export interface Pairing {
  /** Makes a new code; the earlier one no longer works. Letters and digits, as Telegram's start links take them. */
  createCode(platform: string): Promise<string>;
  /** `false`: the code is wrong, used or too old. A few wrong tries end it. */
  useCode(platform: string, code: string, author: Author): Promise<boolean>;
}

/** A message of the bot in the direct chat with a person. Plain data: it can be replaced after a restart. */
export interface DirectMessage {
  readonly channel: Channel;
  readonly messages: readonly MessageRef[];
}

/** A person who asked for access, and waits for a decision of an admin. */
export interface AccessRequest {
  readonly platform: string;
  readonly personId: string;
  readonly name: string;
  /** As in `Author`. */
  readonly locale?: string;
  /** The direct chat in which they asked, and read the decision. */
  readonly channel: Channel;
  /** Unix milliseconds. */
  readonly at: number;
  /** The messages that show the request to the admins. */
  readonly messages: readonly DirectMessage[];
}

/** The open requests, which survive restarts for a month. Every read is answered from memory. */
export interface AccessRequests {
  list(platform: string): readonly AccessRequest[];
  /** `opened`: it is stored. `repeated`: the person has asked within the last day. `full`: too many people have. */
  open(request: AccessRequest): Promise<'opened' | 'repeated' | 'full'>;
  /** Stores where the admins see a request. Does nothing when it is closed. */
  keepMessages(request: AccessRequest, messages: readonly DirectMessage[]): Promise<void>;
  /** Closes a request, for the one who comes first. `undefined`: there is none that is open. */
  close(platform: string, personId: string): Promise<AccessRequest | undefined>;
}

/** Lets people in and shuts them out, on the platform of a channel. */
export interface AccessDesk {
  requests(platform: string): readonly AccessRequest[];
  grants(platform: string): readonly Grant[];
  /** Decides a request, and tells the person and the other admins. `undefined`: there is no open one. */
  answer(decision: AccessChange): Promise<Grant | undefined>;
  /** Decides about a person, whether they asked or not. */
  grant(decision: AccessChange): Promise<Grant>;
  /** `false`: there was no grant. */
  revoke(platform: string, personId: string): Promise<boolean>;
}

/** A decision of an admin. */
export interface AccessChange {
  readonly platform: string;
  readonly personId: string;
  readonly state: 'allowed' | 'denied';
  readonly by: Author;
}
