import type { Api } from 'grammy';
import type { Author, Channel } from '../../../contracts/chat-message.ts';
import { BotError } from '../../../errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { fieldsReader, integerReader, listReader } from '../../../lib/json-reader.ts';
import type { Log } from '../../../lib/log.ts';
import { createLogOnce } from '../../../lib/log-once.ts';
import { untilAborted } from '../../../lib/until-aborted.ts';
import { withTimeout } from '../../../lib/with-timeout.ts';
import { toChatTopic } from '../outbound/chat-topic.ts';
import { grammySignal } from './connect.ts';
import { toTelegramError } from './telegram-error.ts';

/** Knows the administrators of groups. */
export interface Moderators {
  /**
   * True for an administrator of the group, and for a person in their own private chat. A request that fails
   * means no. Never rejects.
   */
  includes(author: Author, channel: Channel, signal: AbortSignal): Promise<boolean>;
}

interface ModeratorsParts {
  readonly api: Pick<Api, 'getChatAdministrators'>;
  readonly clock: Clock;
  readonly log: Log;
}

const REMEMBERED_MS = 5 * 60_000;
/** A chat whose administrators Telegram did not tell is asked again after this time. */
const FAILURE_REMEMBERED_MS = 30_000;
/** Updates of all chats wait while the bot learns whether somebody may do what they ask. */
const ANSWER_TIMEOUT_MS = 5_000;
const MAX_CHATS = 1_000;

const membersReader = listReader(fieldsReader({ user: fieldsReader({ id: integerReader }, 'id') }));

/** Creates the memory of administrators. It asks once for each chat and five minutes. */
export function createModerators({ api, clock, log }: ModeratorsParts): Moderators {
  const chats = createExpiringMap<string, Promise<ReadonlySet<string>>>({
    clock,
    maxEntries: MAX_CHATS,
  });
  const failures = createLogOnce(log);

  async function ask(chatId: string): Promise<ReadonlySet<string>> {
    const onTimeout = () => new BotError('The request took too long.');
    const answer = await withTimeout({ clock, timeoutMs: ANSWER_TIMEOUT_MS, onTimeout }, (signal) =>
      api.getChatAdministrators(chatId, {}, grammySignal(signal)),
    );
    const members = membersReader(answer) ?? [];
    return new Set(members.flatMap(({ user }) => (user ? [String(user.id)] : [])));
  }

  function startAsking(chatId: string): Promise<ReadonlySet<string>> {
    const asking = ask(chatId).catch((error: unknown): ReadonlySet<string> => {
      const { message } = toTelegramError('getChatAdministrators', error);
      failures.warn(message, { chat: chatId, error: message }, 'telegram: administrators unknown');
      chats.set(chatId, asking, FAILURE_REMEMBERED_MS);
      return new Set();
    });
    chats.set(chatId, asking, REMEMBERED_MS);
    return asking;
  }

  return {
    async includes(author, channel, signal) {
      if (channel.kind === 'direct') return true;

      const { chatId } = toChatTopic(channel);
      // An administrator who writes anonymously does so in the name of the group.
      if (author.id === chatId) return true;

      const administrators = await untilAborted(chats.get(chatId) ?? startAsking(chatId), signal);
      return administrators?.has(author.id) ?? false;
    },
  };
}
