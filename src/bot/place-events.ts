import type { Access } from '../contracts/access.ts';
import type { Author, Channel } from '../contracts/chat-message.ts';
import type { Conversations } from '../contracts/conversations.ts';
import type { RelayEvent } from '../contracts/fleet.ts';
import type { LanguageOf } from '../contracts/language.ts';
import type { Settings } from '../contracts/settings.ts';
import type { Turns } from '../contracts/turns.ts';
import type { Log } from '../lib/log.ts';
import { textsIn } from '../texts/index.ts';
import type { CommandGate } from './command-gate.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Notifier } from './notifier.ts';
import type { Refusals } from './refusals.ts';

/** Handles what happens to a place as a whole. */
export interface PlaceEvents {
  /** The bot was added to a place, by `author` where the network says so. */
  greet(channel: Channel, author: Author | undefined): void;
  /** The network gave a chat a new id. */
  migrate(from: Channel, to: Channel): Promise<void>;
  /** The bot was removed from a place: people there cannot read its answers, so its turns end. */
  remove(place: Channel): Promise<void>;
}

/** The parts of the bot that know places. */
export interface PlaceEventsParts {
  readonly access: Pick<Access, 'moveChannel'>;
  readonly settings: Pick<Settings, 'move'>;
  readonly conversations: Pick<Conversations, 'move'>;
  readonly languageOf: LanguageOf;
  readonly turns: Pick<Turns, 'chatsElsewhere'>;
  readonly dispatcher: Pick<Dispatcher, 'stopPlace'>;
  readonly refusals: Pick<Refusals, 'checkAccess'>;
  readonly gate: Pick<CommandGate, 'isInPace'>;
  readonly notifier: Pick<Notifier, 'send'>;
  /** Absent: this process answers in all chats. */
  readonly relay?: RelayEvent;
  readonly log: Log;
}

/** Creates the handlers. */
export function createPlaceEvents(parts: PlaceEventsParts): PlaceEvents {
  const { access, settings, conversations, turns, relay, languageOf } = parts;
  const { dispatcher, refusals, gate, notifier, log } = parts;

  return {
    greet(channel, author) {
      const address = { channel };
      // A person could add the bot and remove it again and again.
      if (author && !gate.isInPace({ author, address })) return;
      if (author && !refusals.checkAccess(author, address)) return;
      notifier.send(address, { text: textsIn(languageOf(channel, author)).greeting });
    },

    async migrate(from, to) {
      await access.moveChannel(from, to);
      log.warn(
        { from: from.id, to: to.id },
        'bot: a chat has a new id, replace the old one in ALLOWED_CHATS if it is there',
      );
      await settings.move(from, to);
      await conversations.move(from, to);
    },

    async remove(place) {
      const count = await dispatcher.stopPlace(place);
      for (const channel of await turns.chatsElsewhere(place))
        await relay?.({ kind: 'removed', channel });
      log.info(
        { platform: place.platform, place: place.id, turns: count },
        'bot: removed from a place',
      );
    },
  };
}
