import type { UserFromGetMe } from 'grammy/types';
import type { Log } from '../../../lib/log.ts';

/** Logs what the bot does not see, for debugging. It is the default, and the report of the start has it as notes. */
export function explainBot(me: UserFromGetMe, log: Log): void {
  // Servers other than Telegram's may leave the fields out.
  if (me.can_read_all_group_messages === false) {
    log.debug(
      {},
      `telegram: privacy mode is on. In groups, Telegram shows @${me.username} only mentions of it, replies to it and /command@${me.username}. ` +
        'If mentions do not arrive, open https://t.me/BotFather, send /setprivacy, choose the bot, press "Disable", ' +
        'then remove the bot from the group and add it again.',
    );
  }
  if (me.supports_guest_queries === false) {
    log.debug({}, 'telegram: guest mode is off, mentions in chats without the bot do not arrive');
  }
}
