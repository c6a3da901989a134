import type { Channel } from '../contracts/chat-message.ts';
import { channelKey } from '../lib/channel-key.ts';

/**
 * Keeps the order of commands and messages that arrive in the same moment. Whether somebody may use a command is
 * not known at once, and the message after `/reset` belongs to the new conversation.
 */
export interface CommandOrder {
  /** Runs the start of a command, after those of the earlier ones in that channel. */
  run(channel: Channel, start: () => Promise<void>): Promise<void>;
  /** Resolves when every command that came before in that channel has started. `undefined`: they all have. */
  starting(channel: Channel): Promise<void> | undefined;
}

/** Creates the order. It knows a channel only while a command starts there. */
export function createCommandOrder(): CommandOrder {
  /** The start of the last command, by channel. Never rejects. */
  const starts = new Map<string, Promise<void>>();

  return {
    starting: (channel) => starts.get(channelKey(channel)),

    run(channel, start) {
      const key = channelKey(channel);
      const started = starts.get(key)?.then(start) ?? start();
      const end = () => {
        if (starts.get(key) === last) starts.delete(key);
      };
      const last = started.then(end, end);
      starts.set(key, last);
      return started;
    },
  };
}
