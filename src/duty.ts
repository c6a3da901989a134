import type { Bot } from './bot/bot.ts';
import type { Composition } from './compose.ts';
import type { ChatPaces } from './contracts/chat-paces.ts';
import type { Inbox } from './contracts/inbox.ts';
import type { LooseMessages } from './contracts/loose-messages.ts';
import { channelOfEvent } from './fleet/channel-of-event.ts';
import type { Hosting } from './fleet/hosting.ts';
import type { OpenedState } from './open-state.ts';
import type { Workplace } from './open-workplace.ts';

interface DutyParts extends Pick<Composition<never>, 'config' | 'platforms'>, Workplace {
  readonly opened: OpenedState;
  readonly bot: Bot;
  readonly looseMessages: LooseMessages;
  readonly chatPaces: ChatPaces;
}

/** The part of the work that this process does: it takes events, answers them, or does both. */
export interface Duty extends Inbox {
  /** As in `connectPlatforms`. */
  readonly mode: 'reads' | 'writes';
  /** Begins to answer, once a platform is connected. */
  start(): void;
  /** Begins to answer in the chats of a fleet, once every platform was tried. */
  begin(): void;
  /** Takes nothing new. */
  pause(): Promise<void>;
  /** Leaves the rest to others. No answer is running any more. */
  stop(): Promise<void>;
}

/**
 * Joins the events, the bot and the fleet. Alone, a process gives its events to its own bot. In a fleet, events go to
 * the log, and come from there to the process that hosts their chat.
 */
export function createDuty(parts: DutyParts): Duty {
  const { config, platforms, opened, bot, chatPaces, shared } = parts;
  const { turns } = opened.conversations;
  const answers = config.role !== 'gateway';
  const taker = shared?.takeEvents(parts.looseMessages);
  let hosting: Hosting | undefined;

  /** The platform takes note of an event first: its surface has to know of it. */
  const deliver: Inbox['accept'] = (event, carried) => {
    const { platform: name } = channelOfEvent(event);
    platforms.find((platform) => platform.name === name)?.receive?.(event, carried);
    return bot.accept(event);
  };

  return {
    mode: config.role === 'worker' ? 'writes' : 'reads',
    accept: taker?.take ?? deliver,
    // Nothing waits for suggestions, so each process finds them itself.
    complete: bot.complete,
    start: () => answers && bot.start(),

    begin() {
      if (answers) bot.start();
      if (!answers || !shared) return;
      hosting = shared.startHosting({
        async adopt(chat, last) {
          await chatPaces.adopt(chat, last);
          bot.adopt(chat);
          await turns.adopt(chat);
          bot.start();
        },
        accept: ({ event, carried }) => deliver(event, carried),
        countOpenIn: turns.countOpenIn,
        async release(chat) {
          await bot.release(chat);
          // What may have to be repeated comes first: whether turns are open is read each time.
          await chatPaces.release(chat);
          turns.leave(chat);
        },
      });
    },

    pause: async () => hosting?.pause(),
    async stop() {
      await taker?.stop();
      await hosting?.stop();
    },
  };
}
