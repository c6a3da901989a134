import type { Api } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import type { Finding } from '../../../contracts/finding.ts';
import type { Clock } from '../../../lib/clock.ts';
import { checkUpdates } from './check-updates.ts';
import { readBotIdentity } from './read-bot-identity.ts';
import type { TelegramSettings } from './read-settings.ts';
import { webhookAddress } from './webhook-address.ts';

/** The parts of the check. */
interface CheckParts {
  readonly api: Api;
  readonly settings: Pick<TelegramSettings, 'webhook'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Asks Telegram who the bot is and where its updates go. Fetches no updates: Telegram allows one
 * poller per bot, so a second one would disturb the running bot.
 *
 * @throws A `ConfigError` when Telegram refuses the token, a `PlatformError` when it does not
 * answer.
 */
export async function checkTelegram(
  { api, settings, clock, signal }: CheckParts,
  onIdentity: (me: UserFromGetMe) => void = () => {},
): Promise<readonly Finding[]> {
  const me = await readBotIdentity({ api, signal });
  onIdentity(me);

  return [
    { state: 'good', subject: 'token', result: `is that of @${me.username}.` },
    checkPrivacy(me.can_read_all_group_messages),
    ...checkGroups(me.can_join_groups),
    ...checkGuestMode(me.supports_guest_queries),
    ...(await checkUpdates({
      api,
      clock,
      signal,
      url: settings.webhook && webhookAddress(settings.webhook, me.id).url,
    })),
  ];
}

/** Servers other than Telegram's may leave the field out. */
function checkPrivacy(canReadAllGroupMessages: boolean | undefined): Finding {
  if (canReadAllGroupMessages !== false)
    return { state: 'good', subject: 'privacy mode', result: 'is off: it sees groups.' };

  return {
    state: 'note',
    subject: 'privacy mode',
    result:
      'is on: in groups it sees only mentions of it, replies to it and commands with its name.',
    cure: botFatherCure(
      'send /setprivacy, choose the bot, press "Disable", then remove the bot from each group and add it again.',
    ),
  };
}

/** Servers other than Telegram's may leave the field out. */
function checkGroups(canJoinGroups: boolean | undefined): readonly Finding[] {
  if (canJoinGroups !== false) return [];

  return [
    {
      state: 'note',
      subject: 'groups',
      result: 'People cannot add the bot to groups.',
      cure: botFatherCure('send /setjoingroups, choose the bot, and press "Enable".'),
    },
  ];
}

/** Servers other than Telegram's may leave the field out, and so do versions before Bot API 10.0. */
function checkGuestMode(supportsGuestQueries: boolean | undefined): readonly Finding[] {
  if (supportsGuestQueries === undefined) return [];
  if (supportsGuestQueries) {
    const result = 'is on: people may mention the bot in chats where it is no member.';
    return [{ state: 'good', subject: 'guest mode', result }];
  }

  return [
    {
      state: 'note',
      subject: 'guest mode',
      result: 'is off: people cannot mention the bot in chats where it is no member.',
      cure: botFatherCure(
        'choose the bot, then its settings, and switch on "Guest Mode", if you want that.',
      ),
    },
  ];
}

function botFatherCure(steps: string): string {
  return `Open https://t.me/BotFather, ${steps}`;
}
