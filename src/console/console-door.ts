import type { Author, Channel } from '../contracts/chat-message.ts';
import { type Console, type ConsoleOptions, type ConsoleParts, createConsole } from './console.ts';
import { consoleAddress } from './console-address.ts';
import { type ConsoleAdmin, createConsoleSessions } from './console-sessions.ts';
import type { ConsoleSources } from './console-sources.ts';

/** The way into the console: it exists before the bot does, which hands out the links. */
export interface ConsoleDoor {
  /** Makes a link that opens the console once, for ten minutes. */
  link(admin: Author, channel: Channel): Promise<string>;
  /** A person deleted their data. */
  forgetPerson(platform: string, personId: string): Promise<void>;
  /** Creates the console behind the door. */
  open(sources: ConsoleSources): Console;
}

interface DoorParts extends Pick<ConsoleParts, 'store' | 'fleet' | 'clock' | 'log'> {
  readonly options: ConsoleOptions & { readonly token?: string };
  isAdmin(admin: ConsoleAdmin): boolean;
}

/** Creates the door. */
export function createConsoleDoor({ options, isAdmin, ...parts }: DoorParts): ConsoleDoor {
  const { link } = consoleAddress(options);
  const sessions = createConsoleSessions({ ...parts, token: options.token, isAdmin });
  let opened: Console | undefined;

  return {
    async link({ id, name, roles }, { platform }) {
      const code = await sessions.createCode({ platform, id, name, roles });
      // Browsers keep what follows `#` to themselves, so it reaches no log of a proxy.
      return `${link}/#code=${code}`;
    },

    forgetPerson: async (platform, personId) => opened?.forgetPerson(platform, personId),

    open(sources) {
      opened = createConsole({ ...parts, options, sources, sessions });
      return opened;
    },
  };
}
