import type { Access, Power } from '../contracts/access.ts';
import type { Address } from '../contracts/address.ts';
import type { Author, Channel } from '../contracts/chat-message.ts';
import type { CommandAdmission, Limits } from '../contracts/limits.ts';
import type { ReplySurface } from '../contracts/reply-surface.ts';
import { channelKey } from '../lib/channel-key.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { personKey } from '../lib/person-key.ts';
import { createSlidingWindow, type WindowLimit } from '../lib/sliding-window.ts';

/** Bounds how often people use commands, buttons, forms and suggestions. All decisions are made from memory. */
export interface CommandPace {
  /** Counts a command, a press or a form. */
  admit(power: Power, author: Author, address: Address): CommandAdmission;
  /** Counts a request for suggestions. */
  admitSuggestions(author: Author, channel: Channel): boolean;
}

/** The operator's limits, and the people who count as admins. */
export interface CommandPaceParts {
  readonly limits?: Pick<Limits, 'admitCommand'> | undefined;
  readonly access: Pick<Access, 'isAdmin'>;
  surface(address: Address): Pick<ReplySurface, 'budget'> | undefined;
  readonly clock: Clock;
}

const MINUTE_MS = 60_000;
const perMinute = (most: number): WindowLimit => ({ most, windowMs: MINUTE_MS });
/** More than anybody clicks who reads the replies. */
const OF_PERSON = perMinute(30);
const OF_ADMIN = perMinute(120);
/** For many accounts that act together. */
const OF_CHANNEL = perMinute(120);
const OF_BOT = perMinute(1_200);
/** An app asks for suggestions with each letter. */
const SUGGESTIONS_OF_PERSON = perMinute(180);
const SUGGESTIONS_OF_BOT = perMinute(3_000);
/** Each reads a whole history. */
const EXPORTS = perMinute(5);
/** Replies are written before the previews of answers, so the answers of a chat need some of its writes for themselves. */
const SHARE_OF_ALL = 3 / 4;
/** One person leaves some of them to the others. */
const SHARE_OF_PERSON = 1 / 2;
const MAX_KEYS = 20_000;

/** Whatever somebody else does, and whatever a person did before: they can stop an answer, and take back their words. */
const URGENT_POWERS: ReadonlySet<Power> = new Set<Power>(['stop', 'delete_my_data']);

/** Creates a pace that nobody has used yet. */
export function createCommandPace({
  limits,
  access,
  surface: surfaceOf,
  clock,
}: CommandPaceParts): CommandPace {
  const window = createSlidingWindow({ clock, maxKeys: MAX_KEYS });
  /** Who was told within the last minute. */
  const told = createExpiringMap<string, true>({ clock, maxEntries: MAX_KEYS });

  function refuse(waitMs: number, topic: string): CommandAdmission {
    const isTold = told.has(topic);
    if (!isTold) told.set(topic, true, MINUTE_MS);
    return { kind: 'refused', resetsAt: clock.now() + waitMs, isTold };
  }

  /** The limits of the operator, and ours where they have none. */
  function admitPerson(author: Author, channel: Channel): CommandAdmission {
    const decided = limits?.admitCommand(author, channel);
    if (decided?.kind === 'refused' || decided?.isPersonLimited) return decided;

    const person = personKey(channel.platform, author.id);
    const limit = access.isAdmin(author, channel) ? OF_ADMIN : OF_PERSON;
    const waitMs = window.take(`person ${person}`, limit);
    return waitMs > 0 ? refuse(waitMs, person) : { kind: 'admitted' };
  }

  function admitUrgent(author: Author, channel: Channel): CommandAdmission {
    const person = personKey(channel.platform, author.id);
    const waitMs = window.take(`urgent ${person}`, OF_PERSON);
    return waitMs > 0 ? refuse(waitMs, person) : { kind: 'admitted' };
  }

  function admitPlace(author: Author, address: Address): CommandAdmission {
    const { platform, id, parentId = id } = address.channel;
    const person = personKey(platform, author.id);
    const ownWaitMs = takeWrite(address, `of ${person}`, SHARE_OF_PERSON);
    if (ownWaitMs > 0) return refuse(ownWaitMs, person);

    const place = channelKey({ platform, id: parentId });
    const waitMs =
      window.take(`place ${place}`, OF_CHANNEL) || takeWrite(address, 'of all', SHARE_OF_ALL);
    if (waitMs > 0) return refuse(waitMs, place);
    // A sentence about this would only add to the writes.
    const botWaitMs = window.take(`bot ${platform}`, OF_BOT);
    return botWaitMs > 0
      ? { kind: 'refused', resetsAt: clock.now() + botWaitMs, isTold: true }
      : { kind: 'admitted' };
  }

  /** In a chat of their own, people take the writes from nobody else. */
  function takeWrite(address: Address, whose: string, share: number): number {
    const budget = address.channel.kind === 'direct' ? undefined : surfaceOf(address)?.budget();
    if (!budget) return 0;
    const { scope, calls, windowMs } = budget;
    return window.take(`writes ${whose} ${scope}`, { most: Math.ceil(calls * share), windowMs });
  }

  function admitExport(author: Author, channel: Channel): CommandAdmission {
    const person = personKey(channel.platform, author.id);
    const waitMs = window.take(`export ${person}`, EXPORTS);
    return waitMs > 0 ? refuse(waitMs, person) : { kind: 'admitted' };
  }

  return {
    admit(power, author, address) {
      const { channel } = address;
      if (URGENT_POWERS.has(power)) return admitUrgent(author, channel);

      // Who is over their own limit uses up none of those that others share.
      const own = admitPerson(author, channel);
      if (own.kind === 'refused') return own;
      const exported = power === 'export' ? admitExport(author, channel) : own;
      return exported.kind === 'refused' ? exported : admitPlace(author, address);
    },

    admitSuggestions(author, channel) {
      const person = personKey(channel.platform, author.id);
      if (window.take(`suggest ${person}`, SUGGESTIONS_OF_PERSON) > 0) return false;
      return window.take(`suggest bot ${channel.platform}`, SUGGESTIONS_OF_BOT) === 0;
    },
  };
}
