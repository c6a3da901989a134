import { channelKey } from './channel-key.ts';

/** The parts of a channel that tell which chat it belongs to. */
interface ChatMember {
  readonly platform: string;
  readonly id: string;
  readonly parentId?: string | undefined;
}

/**
 * Identifies a chat on all platforms: a channel with its threads, topics and private conversations. They share limits
 * of the network, and one process at a time answers in all of them.
 */
export function chatKey({ platform, id, parentId }: ChatMember): string {
  return channelKey({ platform, id: parentId ?? id });
}
