import type { CacheWithLimitsOptions, Client } from 'discord.js';
import type { Sdk } from './load-discord.ts';

/**
 * Limits the memory of discord.js. Parley reads events as they come and uses only the channels, the
 * roles and the bot's own user and member from these caches.
 */
export function cacheLimits({ Options }: Sdk): CacheWithLimitsOptions {
  const onlyBotItself = {
    maxSize: 0,
    keepOverLimit: (user: { id: string; client: Client }) => user.id === user.client.user?.id,
  };

  return {
    ...Options.DefaultMakeCacheSettings,
    ApplicationCommandManager: 0,
    ApplicationEmojiManager: 0,
    AutoModerationRuleManager: 0,
    BaseGuildEmojiManager: 0,
    DMMessageManager: 0,
    EntitlementManager: 0,
    GuildBanManager: 0,
    GuildEmojiManager: 0,
    GuildForumThreadManager: 0,
    GuildInviteManager: 0,
    GuildMemberManager: onlyBotItself,
    GuildMessageManager: 0,
    GuildScheduledEventManager: 0,
    GuildStickerManager: 0,
    MessageManager: 0,
    PresenceManager: 0,
    ReactionManager: 0,
    ReactionUserManager: 0,
    StageInstanceManager: 0,
    ThreadMemberManager: 0,
    UserManager: onlyBotItself,
    VoiceStateManager: 0,
  };
}
