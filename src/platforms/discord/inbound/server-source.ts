/** A channel of a server, as far as an event or a source describes it. */
export interface ChannelDetails {
  /**
   * Discord's number:
   * https://discord.com/developers/docs/resources/channel#channel-object-channel-types
   */
  readonly type?: number;
  readonly name?: string;
  /** The channel of a thread, or the category of a channel. */
  readonly parentId?: string;
  readonly serverId?: string;
  /** The person or bot that started the thread. */
  readonly ownerId?: string;
}

/** What a channel, or the channel of a thread, allows and denies to a role or a person. */
export interface PermissionOverwrite {
  readonly allow: bigint;
  readonly deny: bigint;
}

/** A channel of a server with its permissions. */
export interface ChannelFacts extends ChannelDetails {
  /** By the id of a role or a person. Absent: the permissions are not known, such as where the channel of a thread is not. */
  readonly overwriteOf?: (id: string) => PermissionOverwrite | undefined;
}

/** A server with its roles. */
export interface ServerFacts {
  readonly name?: string;
  readonly ownerId?: string;
  /** The language that the server chose. */
  readonly locale?: string;
  roleName(roleId: string): string | undefined;
  rolePermissions(roleId: string): bigint | undefined;
  /** The role that Discord made for this bot when it was invited. */
  roleOfBot(botId: string): string | undefined;
}

/** Knows servers and channels. What it gives may throw where the network left out what it needs. */
export interface ServerSource {
  server(serverId: string): ServerFacts | undefined;
  /** `undefined`: it is not known, or belongs to no server. */
  channel(channelId: string): ChannelFacts | undefined;
}

/** The language of a server until it chooses another one. */
const DEFAULT_LOCALE = 'en-US';

/** Only Community servers can choose their language, so that of other servers says nothing. */
export function chosenLocale(
  features: readonly string[],
  locale: string | undefined,
): string | undefined {
  return features.includes('COMMUNITY') && locale !== DEFAULT_LOCALE ? locale : undefined;
}
