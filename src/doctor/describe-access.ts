import type { AccessSummary } from '../contracts/overview.ts';
import { networkOf } from '../lib/network-of.ts';

/** The sentences about who may use the bot on a platform, for its operator. */
export interface AccessDescription {
  readonly result: string;
  /** What helps where nobody may use it, or nobody is its admin. */
  readonly cure?: string;
}

/** Says who may use the bot on a platform, and how to change that where it is needed. */
export function describeAccess(platform: string, access: AccessSummary): AccessDescription {
  const { admins } = access;
  const hasServers = networkOf(platform) === 'discord';
  const listed = listGroups(access);
  const answered =
    hasServers && access.isOpenOnServers
      ? `everybody on its servers, and directly ${joinWords(listed, 'nobody')}`
      : joinWords(listed, 'nobody yet');

  const result = `It answers ${answered}.`;
  if (admins > 0) return { result: `${result} ${HOW_TO_CHANGE}` };
  // The owner of a Discord application is an admin; Telegram names no owner of a bot.
  return { result: `${result} It has no admin.`, cure: hasServers ? LIST_CURE : PAIR_CURE };
}

const HOW_TO_CHANGE = '/access, ALLOWED_USERS and ALLOWED_CHATS change that.';
const PAIR_CURE = 'npm run pair shows a link that makes you its admin; or put your id into ADMINS.';
const LIST_CURE = 'Put your id into ADMINS: the bot tells it to people whom it does not answer.';

/** The people who may use it everywhere. */
function listGroups({ direct, listed, granted, admins }: AccessSummary): readonly string[] {
  const groups = [
    direct === 'on' && 'everybody',
    listed > 0 && `${count(listed, 'person or place', 'people and places')} in your lists`,
    granted > 0 && `${count(granted, 'person', 'people')} whom an admin let in`,
    admins > 0 && count(admins, 'admin', 'admins'),
  ];
  return groups.filter((group) => group !== false);
}

function count(number: number, single: string, several: string): string {
  return `${number} ${number === 1 ? single : several}`;
}

function joinWords(words: readonly string[], none: string): string {
  return words.length === 0 ? none : new Intl.ListFormat('en').format(words);
}
