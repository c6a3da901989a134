import type { AccessSummary } from '../../contracts/overview.ts';
import { networkOf } from '../../lib/network-of.ts';

/** The sentences about who may use the bot on a platform, for its operator. */
export interface AccessDescription {
  readonly result: string;
  /** What helps where nobody may use it, or nobody may change anything. */
  readonly cure?: string;
}

/** Says who may use the bot on a platform, and how to change that where it is needed. */
export function describeAccess(platform: string, access: AccessSummary): AccessDescription {
  const { isOpenOnServers, direct, listed, granted, admins } = access;
  const hasServers = networkOf(platform) === 'discord';
  const groups = [
    hasServers && isOpenOnServers && 'everybody on its servers',
    direct === 'on' && 'everybody who writes to it directly',
    listed > 0 && `${count(listed, 'person or place', 'people and places')} in your lists`,
    granted > 0 && `${count(granted, 'person', 'people')} whom an admin let in`,
    admins > 0 && `${count(admins, 'admin', 'admins')}`,
  ].filter((group) => group !== false);

  if (groups.length === 0) {
    const cure = hasServers ? LIST_CURE : PAIR_CURE;
    return { result: 'Nobody may use it yet.', cure };
  }
  const result = `It answers ${joinWords(groups)}.`;
  // The owner of a Discord application is an admin; Telegram names no owner of a bot.
  if (admins > 0) return { result };
  return { result: `${result} It has no admin.`, cure: hasServers ? ADMIN_CURE : PAIR_CURE };
}

const PAIR_CURE = 'npm run pair shows a link that makes you its admin; or put your id into ADMINS.';
const ADMIN_CURE = 'Put your id into ADMINS: the bot tells it to whom it does not answer.';
const LIST_CURE = 'Put ids into ADMINS, ALLOWED_USERS or ALLOWED_CHATS.';

function count(number: number, single: string, several: string): string {
  return `${number} ${number === 1 ? single : several}`;
}

function joinWords(words: readonly string[]): string {
  return new Intl.ListFormat('en').format(words);
}
