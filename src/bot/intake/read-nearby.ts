import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { Conversations } from '../../contracts/conversations.ts';
import type { Nearby } from '../../contracts/nearby.ts';
import type { Platform } from '../../contracts/platform.ts';
import type { People, SettingsOf } from '../../contracts/settings.ts';
import type { Turn } from '../../contracts/turns.ts';
import type { Clock } from '../../lib/clock.ts';
import { compareIds } from '../../lib/compare-ids.ts';
import { limitNearby } from '../../lib/limit-nearby.ts';
import { isRemembered } from '../is-remembered.ts';

/** The sources of nearby messages: the archives of networks and the store. */
export interface ReadNearbyParts {
  readonly settingsOf: SettingsOf;
  readonly people: Pick<People, 'settings'>;
  readonly conversations: Pick<Conversations, 'history' | 'questionIds'>;
  readonly nearby: Pick<Nearby, 'before'>;
  findPlatform(name: string): Pick<Platform, 'archive' | 'botName'> | undefined;
  readonly clock: Clock;
}

/** Discord gives at most this number at once. */
const MAX_READ_MESSAGES = 100;
/** The answers of this number of newest turns are recognised. */
const MAX_TURNS = 30;

/**
 * Reads the nearby messages of a question: the ones before it, since the bot's last answer, within the
 * limits of the channel, oldest first; without the question and without what the history holds. Empty
 * where the operator did not switch them on, or the network does not give them.
 */
export async function readNearby(
  parts: ReadNearbyParts,
  turn: Turn,
  signal: AbortSignal,
): Promise<readonly ChatMessage[]> {
  const [question] = turn.inputs;
  const limits = question && parts.settingsOf(question.channel).nearby;
  if (!limits || turn.isPrivate) return [];

  const messages = await readBefore(parts, turn, signal);
  const [answerIds, questionIds] = await Promise.all([
    readAnswerIds(parts, turn),
    // Questions that were stopped or failed are in no history, and belong in no other prompt either.
    parts.conversations.questionIds(messages),
  ]);
  const [lastAnswer] = answerIds;
  const ownName = parts.findPlatform(question.channel.platform)?.botName();
  const isOwn = ({ id, author }: ChatMessage) =>
    answerIds.includes(id) || (author.isBot && author.name === ownName);
  const ownIds = new Set(messages.filter(isOwn).map(({ author }) => author.id));

  const isNearby = ({ id, author, addressed }: ChatMessage) => {
    const isOld = lastAnswer !== undefined && compareIds(id, lastAnswer) < 0;
    // In a thread of the bot, also what people write to each other addresses it.
    const isForBot = addressed !== false && addressed !== 'thread';
    if (isOld || isForBot || questionIds.has(id) || ownIds.has(author.id)) return false;
    return isRemembered(parts.people, { author, channel: question.channel });
  };
  return limitNearby(messages.filter(isNearby), limits, parts.clock.now());
}

async function readBefore(
  { findPlatform, nearby, settingsOf }: ReadNearbyParts,
  { inputs: [question] }: Turn,
  signal: AbortSignal,
): Promise<readonly ChatMessage[]> {
  if (!question) return [];
  const { channel, id: messageId } = question;
  // What others write around it is not for a conversation of one person.
  if (channel.personId !== undefined) return [];
  const limits = settingsOf(channel).nearby;
  if (!limits) return [];

  const archive = findPlatform(channel.platform)?.archive;
  if (!archive) return nearby.before(channel, messageId, limits);
  // More than the limit, because answers and questions in between are left out afterwards.
  const count = Math.min(MAX_READ_MESSAGES, limits.messages * 2 + 10);
  return archive.readBefore({ channelId: channel.id, messageId }, count, signal).catch(() => []);
}

/** The ids of the messages that show the last answers. The first one begins the last answer. */
async function readAnswerIds(
  { conversations }: ReadNearbyParts,
  turn: Turn,
): Promise<readonly string[]> {
  const ids: string[] = [];
  let count = 0;
  for await (const { answerMessages } of conversations.history(turn)) {
    ids.push(...answerMessages.map(({ messageId }) => messageId));
    count += 1;
    if (count === MAX_TURNS) break;
  }
  return ids;
}
