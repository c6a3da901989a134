import type { Access, Power } from '../contracts/access.ts';
import type { Author, Channel } from '../contracts/chat-message.ts';
import type { CommandAdmission, Limits } from '../contracts/limits.ts';
import { channelKey } from '../lib/channel-key.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { personKey } from '../lib/person-key.ts';
import { createSlidingWindow } from '../lib/sliding-window.ts';

/** Bounds how often people use commands, buttons, forms and suggestions. All decisions are made from memory. */
export interface CommandPace {
  /** Counts a command, a press or a form. */
  admit(power: Power, author: Author, channel: Channel): CommandAdmission;
  /** Counts a request for suggestions. */
  admitSuggestions(author: Author, channel: Channel): boolean;
}

/** The operator's limits, and the people who count as admins. */
export interface CommandPaceParts {
  readonly limits?: Pick<Limits, 'admitCommand'> | undefined;
  readonly access: Pick<Access, 'isAdmin'>;
  readonly clock: Clock;
}

const MINUTE_MS = 60_000;
/** More than anybody clicks who reads the replies. */
const MOST_OF_PERSON = 30;
const MOST_OF_ADMIN = 120;
/** For many accounts that act together. They share the writes of the channel with its answers. */
const MOST_OF_CHANNEL = 120;
const MOST_OF_BOT = 1_200;
/** An app asks for suggestions with each letter. */
const MOST_SUGGESTIONS_OF_PERSON = 180;
const MOST_SUGGESTIONS_OF_BOT = 3_000;
/** Each reads a whole history. */
const MOST_EXPORTS = 5;
const MAX_KEYS = 20_000;

/** Whatever somebody else does, and whatever a person did before: they can stop an answer, and take back their words. */
const URGENT_POWERS: ReadonlySet<Power> = new Set<Power>(['stop', 'delete_my_data']);

/** Creates a pace that nobody has used yet. */
export function createCommandPace({ limits, access, clock }: CommandPaceParts): CommandPace {
  const window = createSlidingWindow({ clock, windowMs: MINUTE_MS, maxKeys: MAX_KEYS });
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
    const most = access.isAdmin(author, channel) ? MOST_OF_ADMIN : MOST_OF_PERSON;
    const waitMs = window.take(`person ${person}`, most);
    return waitMs > 0 ? refuse(waitMs, person) : { kind: 'admitted' };
  }

  function admitUrgent(author: Author, channel: Channel): CommandAdmission {
    const person = personKey(channel.platform, author.id);
    const waitMs = window.take(`urgent ${person}`, MOST_OF_PERSON);
    return waitMs > 0 ? refuse(waitMs, person) : { kind: 'admitted' };
  }

  function admitPlace({ platform, id, parentId = id }: Channel): CommandAdmission {
    const place = channelKey({ platform, id: parentId });
    const waitMs = window.take(`place ${place}`, MOST_OF_CHANNEL);
    if (waitMs > 0) return refuse(waitMs, place);
    // A sentence about this would only add to the writes.
    const botWaitMs = window.take(`bot ${platform}`, MOST_OF_BOT);
    return botWaitMs > 0
      ? { kind: 'refused', resetsAt: clock.now() + botWaitMs, isTold: true }
      : { kind: 'admitted' };
  }

  function admitExport(author: Author, channel: Channel): CommandAdmission {
    const person = personKey(channel.platform, author.id);
    const waitMs = window.take(`export ${person}`, MOST_EXPORTS);
    return waitMs > 0 ? refuse(waitMs, person) : { kind: 'admitted' };
  }

  return {
    admit(power, author, channel) {
      if (URGENT_POWERS.has(power)) return admitUrgent(author, channel);

      // Who is over their own limit uses up none of those that others share.
      const own = admitPerson(author, channel);
      if (own.kind === 'refused') return own;
      const exported = power === 'export' ? admitExport(author, channel) : own;
      return exported.kind === 'refused' ? exported : admitPlace(channel);
    },

    admitSuggestions(author, channel) {
      const person = personKey(channel.platform, author.id);
      if (window.take(`suggest ${person}`, MOST_SUGGESTIONS_OF_PERSON) > 0) return false;
      return window.take(`suggest bot ${channel.platform}`, MOST_SUGGESTIONS_OF_BOT) === 0;
    },
  };
}
