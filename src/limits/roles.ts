import type { Access } from '../contracts/access.ts';
import type { Author, Channel } from '../contracts/chat-message.ts';
import type { LimitRules } from '../contracts/limits.ts';
import type { LimitedPerson } from './list-limits.ts';

/** Tells whose limits are a person's. */
export interface Roles {
  /** May ask the network, but only where moderators have limits of their own. */
  find(author: Author, channel: Channel): Promise<LimitedPerson['role']>;
  /** By what is known at once. */
  findFast(author: Author, channel: Channel): LimitedPerson['role'];
}

/** Creates the roles. */
export function createRoles(
  access: Pick<Access, 'isAdmin' | 'isModerator'>,
  rules: () => ReadonlyMap<string, LimitRules>,
): Roles {
  function findFast(author: Author, channel: Channel): LimitedPerson['role'] {
    if (access.isAdmin(author, channel)) return 'admins';
    const isModerator = author.isServerAdmin || author.isModerator === true;
    return isModerator && channel.kind !== 'direct' ? 'moderators' : 'person';
  }

  return {
    findFast,

    async find(author, channel) {
      const fast = findFast(author, channel);
      const mayBeModerator = fast === 'person' && isShared(channel) && hasModerators(rules());
      if (!mayBeModerator) return fast;
      // A network that fails to say it is taken to say no.
      const isModerator = await access.isModerator(author, channel).catch(() => false);
      return isModerator ? 'moderators' : fast;
    },
  };
}

/** Where people are alone with the bot, everybody counts as a moderator in other matters: limits would be void. */
function isShared({ kind, personId, isGuest }: Channel): boolean {
  return kind !== 'direct' && personId === undefined && !isGuest;
}

function hasModerators(rules: ReadonlyMap<string, LimitRules>): boolean {
  return [...rules.values()].some(({ moderators }) => moderators !== undefined);
}
