/** The parts of a channel that tell it from all others. */
interface ChannelIdentity {
  readonly platform: string;
  readonly id: string;
}

/** Identifies a channel on all platforms. */
export function channelKey({ platform, id }: ChannelIdentity): string {
  return `${platform}:${id}`;
}

/** Identifies a message on all platforms. */
export function messageKey(channel: ChannelIdentity, messageId: string): string {
  return `${channelKey(channel)}:${messageId}`;
}
