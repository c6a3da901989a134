import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { fieldsReader } from '../../../lib/json-reader.ts';
import { idReader, RAW_CONTENT_FIELDS, userReader } from './raw-content.ts';
import { MEMBER_FIELDS } from './raw-message.ts';

/**
 * The names of people on servers. Events bring them. Messages that are quoted or read again name only
 * the account, and a model would take the two names of a person for two people.
 */
export interface ServerNames {
  /** Takes the names that the data of an event has. */
  remember(data: unknown): void;
  set(serverId: string, userId: string, name: string): void;
  find(serverId: string, userId: string): string | undefined;
}

const MAX_NAMES = 20_000;

const messageReader = fieldsReader(
  {
    guild_id: idReader,
    webhook_id: idReader,
    author: userReader,
    member: fieldsReader(MEMBER_FIELDS),
    mentions: RAW_CONTENT_FIELDS.mentions,
  },
  'guild_id',
);

/** Creates a memory without names. */
export function createServerNames(clock: Clock): ServerNames {
  const names = createExpiringMap<string, string>({ clock, maxEntries: MAX_NAMES });
  const keyOf = (serverId: string, userId: string) => `${serverId}/${userId}`;
  const set = (serverId: string, userId: string, name: string) =>
    names.set(keyOf(serverId, userId), name);

  return {
    set,

    remember(data) {
      const {
        guild_id: serverId,
        webhook_id,
        author,
        member,
        mentions = [],
      } = messageReader(data) ?? {};
      // The messages of a webhook have any names.
      if (serverId === undefined || webhook_id !== undefined) return;

      const people = author ? [{ ...author, member }, ...mentions] : mentions;
      for (const person of people) {
        if (!person.member) continue;
        const name = person.member.nick ?? person.global_name ?? person.username;
        if (name !== undefined) set(serverId, person.id, name);
      }
    },

    find: (serverId, userId) => names.get(keyOf(serverId, userId)),
  };
}
