import type { Access, DirectMessage } from '../contracts/access.ts';
import type { Author, Channel } from '../contracts/chat-message.ts';
import type { CommandReply } from '../contracts/command.ts';
import type { Language, LanguageOf } from '../contracts/language.ts';
import type { SettingsOf } from '../contracts/settings.ts';
import { personKey } from '../lib/person-key.ts';
import { readAlertTarget } from './read-alert-target.ts';

/** The language and the time zone of a reader. */
export interface AlertReader {
  readonly language: Language;
  readonly timeZone: string;
}

/** Sends a message to everybody who is to be told. */
export interface AlertPost {
  /** `true`: it reached somebody. `write` gives the text for a reader. Never rejects. */
  send(write: (reader: AlertReader) => string): Promise<boolean>;
}

export interface AlertPostParts {
  /** `ALERTS_TO`: ids of chats. Empty, or where none of them can be reached: the admins. */
  readonly targets: readonly string[];
  readonly access: Pick<Access, 'admins'>;
  /** Sends messages that answer no event. Nothing rejects; `undefined`: it did not arrive. */
  readonly direct: {
    send(
      platform: string,
      personId: string,
      replyIn: (channel: Channel) => CommandReply,
    ): Promise<DirectMessage | undefined>;
    sendTo(channel: Channel, reply: CommandReply): Promise<DirectMessage | undefined>;
  };
  readonly languageOf: LanguageOf;
  readonly settingsOf: SettingsOf;
  /** The names of the platforms that are connected now, in their order. */
  connected(): readonly string[];
}

/** More admins than any bot has. */
const MAX_ADMINS = 20;

/** Creates the post. */
export function createAlertPost(parts: AlertPostParts): AlertPost {
  const { targets, access, direct, languageOf, settingsOf, connected } = parts;
  const channels = targets.map(readAlertTarget);

  const readerIn = (channel: Channel, reader: Author | undefined): AlertReader => ({
    language: languageOf(channel, reader),
    timeZone: settingsOf(channel).timeZone,
  });

  /** Each admin once: several bots of a network have the same admins. */
  function listAdmins() {
    const admins = new Map<string, { readonly platform: string; readonly id: string }>();
    for (const platform of connected()) {
      for (const id of access.admins(platform).slice(0, MAX_ADMINS)) {
        const key = personKey(platform, id);
        if (!admins.has(key)) admins.set(key, { platform, id });
      }
    }
    return [...admins.values()];
  }

  return {
    async send(write) {
      const toAdmins = () =>
        listAdmins().map(({ platform, id }) =>
          direct.send(platform, id, (channel) => {
            const reader = { id, name: '', isBot: false, isServerAdmin: false, roles: [] };
            return { text: write(readerIn(channel, reader)) };
          }),
        );
      const toChannels = () =>
        channels
          .filter(({ platform }) => connected().includes(platform))
          .map((channel) => direct.sendTo(channel, { text: write(readerIn(channel, undefined)) }));

      return (await reachesSome(toChannels())) || reachesSome(toAdmins());
    },
  };
}

async function reachesSome(
  sending: readonly Promise<DirectMessage | undefined>[],
): Promise<boolean> {
  const sent = await Promise.all(sending);
  return sent.some((message) => message !== undefined);
}
