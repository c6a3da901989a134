import type { Access, AccessDecision, AccessRules, Grants, Power } from '../contracts/access.ts';
import type { Author, Channel } from '../contracts/chat-message.ts';
import type { Platform } from '../contracts/platform.ts';
import type { SettingsOf } from '../contracts/settings.ts';
import { BotError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { withTimeout } from '../lib/with-timeout.ts';
import type { ChatMoves } from './chat-moves.ts';
import { createIdMatcher, idOnPlatform } from './id-matcher.ts';
import { mergeLists, type OperatorLists } from './merge-lists.ts';

/** The lists, the grants and the settings that decide, and the networks that know who moderates. */
export interface AccessParts {
  /** `ADMINS`, `ALLOWED_USERS` and `ALLOWED_CHATS`. */
  readonly variables: OperatorLists;
  /** The section `access` of the present `parley.yaml`: the same object until it changes. */
  rules(): Partial<AccessRules> | undefined;
  readonly grants: Pick<Grants, 'find' | 'list'>;
  /** The new ids of chats. */
  readonly moves: ChatMoves;
  readonly settingsOf: SettingsOf;
  /** `undefined`: the platform is not configured. */
  findPlatform(name: string): Pick<Platform, 'identity' | 'isModerator'> | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

const ALLOWED: AccessDecision = { allowed: true };
/** A network that does not answer within this time is taken to say no. */
const MODERATOR_TIMEOUT_MS = 10_000;
/** As a guest, the bot knows no moderators of the place: these are for its admins, and for the asker. */
const NEVER_FOR_GUESTS: ReadonlySet<Power> = new Set<Power>([
  'stop',
  'regenerate',
  'undo',
  'forget',
  'model',
  'persona',
  'write_persona',
  'settings',
  'reset',
  'pin',
]);

/**
 * Creates the access rules. What denies wins, except over admins. Admins and allowed people may use the bot
 * everywhere, and in allowed places everybody may use it. If the lists allow nothing on a platform,
 * everybody may use the bot on its servers, because the owner of a server has invited it. Direct messages
 * and Telegram groups always need a list: anybody can write to a bot or add it to a group, and a public bot
 * would use up the credit of its operator.
 */
export function createAccess({
  variables,
  rules,
  grants,
  moves,
  settingsOf,
  findPlatform,
  clock,
  log,
}: AccessParts): Access {
  const lists = mergeLists(variables, rules);

  const ownersOf = (platform: string) => findPlatform(platform)?.identity?.()?.ownerIds ?? [];

  const isAdmin = ({ id }: Author, { platform }: Channel) =>
    lists.current.admins(platform, [id]) ||
    grants.find(platform, id)?.state === 'admin' ||
    ownersOf(platform).includes(id);

  function decide(author: Author, channel: Channel): AccessDecision {
    if (isAdmin(author, channel)) return ALLOWED;

    const { platform, kind } = channel;
    const ids = [author.id, ...author.roles, ...moves.idsOf(channel)];
    const grant = grants.find(platform, author.id)?.state;
    const { current } = lists;
    const isDenied = grant === 'denied' || current.deny(platform, ids);
    if (isDenied) return { allowed: false, denied: 'denied' };

    const direct = kind === 'direct' ? current.direct : undefined;
    if (direct === 'off') return { allowed: false, denied: 'direct off' };
    if (direct === 'on' || grant === 'allowed' || isListed(author, channel)) return ALLOWED;
    return { allowed: false, denied: direct ? 'person' : 'chat' };
  }

  function isListed(author: Author, channel: Channel): boolean {
    const { platform, server, isGuest } = channel;
    const places = moves.idsOf(channel);
    const { current } = lists;
    // Nobody on the server has invited a guest.
    const isInvited = server !== undefined && !isGuest;
    if (isInvited && !current.allowsAnything(platform)) return true;
    return (
      current.allowsPerson(platform, [author.id]) ||
      current.allowsPlace(platform, places) ||
      current.allows(platform, [author.id, ...author.roles, ...places])
    );
  }

  async function isModerator(author: Author, channel: Channel): Promise<boolean> {
    if (isAdmin(author, channel)) return true;
    // A conversation of one person, in a place that others share, is theirs.
    if (channel.personId !== undefined) return channel.personId === author.id;
    if (channel.isGuest) return false;
    if (channel.kind === 'direct' || author.isServerAdmin || author.isModerator) return true;

    const listed = createIdMatcher(settingsOf(channel).moderators);
    if (listed(channel.platform, [author.id, ...author.roles])) return true;
    return askNetwork(author, channel);
  }

  async function askNetwork(author: Author, channel: Channel): Promise<boolean> {
    const platform = findPlatform(channel.platform);
    const { isModerator: ask } = platform ?? {};
    if (!ask) return false;
    const onTimeout = () => new BotError('The network did not say in time who moderates a place.');
    try {
      return await withTimeout({ clock, timeoutMs: MODERATOR_TIMEOUT_MS, onTimeout }, (signal) =>
        ask(author, channel, signal),
      );
    } catch (error) {
      log.warn(
        { channel: channel.id, error },
        'access: the network does not say who moderates a place',
      );
      return false;
    }
  }

  return {
    check: decide,
    isAdmin,
    isModerator,

    admins(platform) {
      const listed = lists.current.adminIds.flatMap((entry) => idOnPlatform(entry, platform) ?? []);
      const granted = grants
        .list()
        .filter((grant) => grant.state === 'admin' && grant.platform === platform)
        .map(({ personId }) => personId);
      return [...new Set([...listed, ...granted, ...ownersOf(platform)])];
    },

    async may(power, author, channel, isAsker = false) {
      const role = settingsOf(channel).powers[power];
      if (role === 'nobody') return false;
      // People may always take back what they once said, also after they were shut out.
      if (!decide(author, channel).allowed)
        return power === 'delete_my_data' && role === 'everyone';

      const isLimited = channel.isGuest === true && NEVER_FOR_GUESTS.has(power);
      if (role === 'everyone' && !isLimited) return true;
      if ((role === 'everyone' || role === 'asker') && isAsker) return true;
      return role === 'admins' ? isAdmin(author, channel) : isModerator(author, channel);
    },

    moveChannel: moves.record,
  };
}
