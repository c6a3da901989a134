import type { Address } from '../../contracts/address.ts';
import type { Inbox } from '../../contracts/inbox.ts';
import type { Platform } from '../../contracts/platform.ts';
import type { ReplyStyle } from '../../contracts/reply-surface.ts';
import { createLru } from '../../lib/lru.ts';
import type { PlatformParts } from '../platform-parts.ts';
import { checkTelegram } from './connection/check.ts';
import { connect, grammySignal } from './connection/connect.ts';
import { prepareBot } from './connection/prepare-bot.ts';
import { readSettings } from './connection/read-settings.ts';
import { createAccept } from './inbound/create-accept.ts';
import { download } from './inbound/download.ts';
import { type Poll, startPoll } from './inbound/poll.ts';
import { READ_UPDATES } from './inbound/read.ts';
import { createCall } from './outbound/create-call.ts';
import { createPresses } from './outbound/create-presses.ts';
import { createRichMessages } from './outbound/create-rich-messages.ts';
import { createRichUse } from './outbound/create-rich-use.ts';
import { createTyping } from './outbound/create-typing.ts';
import { createPenalties } from './outbound/penalties.ts';
import { createSurface } from './outbound/surface.ts';
import { targetOf } from './outbound/target.ts';
import { tellAsker } from './outbound/tell-asker.ts';
import { textMessages } from './outbound/text-messages.ts';
import { type DraftParts, withDrafts } from './outbound/with-drafts.ts';

const REMEMBERED_CHATS = 1_000;

/** Telegram, by long polling: TELEGRAM_TOKEN, and TELEGRAM_API_URL for another server than the public one. */
export function createTelegram(parts: PlatformParts): Platform | undefined {
  const settings = readSettings(parts.env);
  if (!settings) return undefined;
  const { isRich: isRichByDefault = false } = settings;
  const { clock, commands, timeScale = 1 } = parts;
  const log = parts.log.child({ platform: 'telegram' });
  const connection = connect(settings);
  const { api, pollApi } = connection;
  const penalties = createPenalties(clock);
  const moved = createLru<string, string>(REMEMBERED_CHATS);
  const call = createCall(penalties, moved);
  const surfaceParts = { api, call, moved, showTyping: createTyping(api, clock, penalties), timeScale };
  const richUse = createRichUse(clock, log);
  const richMessages = createRichMessages(richUse);
  const drafts: DraftParts = {
    ...{ api, clock, timeScale, penalties },
    call: createCall(createPenalties(clock), moved),
    refusedIn: createLru(REMEMBERED_CHATS),
  };
  const presses = createPresses(api, clock, log);
  const stopping = new AbortController();
  let poll: Poll | undefined;

  /** Only answers: what else is said must be readable everywhere. */
  function isRich({ channel }: Address, style: ReplyStyle | undefined): boolean {
    return style !== undefined && (style.rich ?? isRichByDefault) && !richUse.isRefused(targetOf(channel).chatId);
  }

  return {
    name: 'telegram',
    async start(inbox: Inbox) {
      const me = await prepareBot({ api, commands, log, signal: stopping.signal });
      poll = startPoll({
        getUpdates: async (request, signal) => {
          const asked = { ...request, allowed_updates: READ_UPDATES };
          // Servers written in Go give `null` where nothing is in a list.
          return (await pollApi.getUpdates(asked, grammySignal(signal))) ?? [];
        },
        accept: createAccept({ presses, reader: { me, commands }, inbox, log }),
        clock,
        log,
      });
    },
    check: (signal) => checkTelegram(api, signal),
    async stop() {
      stopping.abort();
      await poll?.stop();
      presses.stop();
      connection.close();
    },
    surface(address, style) {
      const plain = createSurface(address, textMessages, surfaceParts);
      if (isRich(address, style)) return { ...createSurface(address, richMessages, surfaceParts), plainer: plain };
      const surface = settings.hasDrafts ? withDrafts(plain, address, drafts) : plain;
      return tellAsker(surface, address, presses);
    },
    fetch: (ref, signal) => download(connection, ref, signal),
  };
}
