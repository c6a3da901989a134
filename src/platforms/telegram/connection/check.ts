import type { Api } from 'grammy';
import type { Finding } from '../../../contracts/finding.ts';
import { grammySignal } from './connect.ts';
import { readBotIdentity } from './prepare-bot.ts';
import { toTelegramError } from './telegram-error.ts';

/** Asks only who the bot is and where its updates go: a second poller would drive away the first. */
export async function checkTelegram(api: Api, signal: AbortSignal): Promise<readonly Finding[]> {
  const me = await readBotIdentity({ api, signal });
  return [
    { state: 'good', subject: 'token', result: `is that of @${me.username}.` },
    checkPrivacy(me.can_read_all_group_messages),
    ...(me.can_join_groups === false
      ? [
          note(
            'groups',
            'Nobody can add it to one.',
            'send /setjoingroups, choose the bot, and press "Enable".',
          ),
        ]
      : []),
    ...(await checkWebhook(api, signal)),
  ];
}

/** Other servers may not tell. */
function checkPrivacy(readsAll: boolean | undefined): Finding {
  if (readsAll !== false)
    return { state: 'good', subject: 'privacy mode', result: 'is off: it sees groups.' };
  return note(
    'privacy mode',
    'is on: in groups it sees only mentions of it, replies to it and commands with its name.',
    'send /setprivacy, choose the bot, press "Disable", then remove the bot from each group and add it again.',
  );
}

async function checkWebhook(api: Api, signal: AbortSignal): Promise<readonly Finding[]> {
  try {
    const { url } = await api.getWebhookInfo(grammySignal(signal));
    if (!url) return [{ state: 'good', subject: 'updates', result: 'No webhook takes them.' }];
    const cure =
      'Stop the service that had set it. Parley removes it at its next start, and fetches the updates itself.';
    return [{ state: 'note', subject: 'updates', result: 'A webhook takes them.', cure }];
  } catch (error) {
    return [
      {
        state: 'note',
        subject: 'updates',
        result: toTelegramError('getWebhookInfo', error, signal).message,
      },
    ];
  }
}

function note(subject: string, found: string, clicks: string): Finding {
  return { state: 'note', subject, result: found, cure: `Open https://t.me/BotFather, ${clicks}` };
}
