import { type Env, readVariable } from '../src/lib/env.ts';
import type { LocalNetwork } from './local-network.ts';

/**
 * The variables for a bot in the playground: the user's own models and prompt, but connected to the
 * local networks, with everybody there let in and nothing stored on disk.
 */
export function createLocalEnv(env: Env, discord: LocalNetwork, telegram: LocalNetwork): Env {
  const kinds = ['group', 'topic', 'channel'];
  const groups = telegram.rooms().filter(({ kind }) => kinds.includes(kind));
  const chatIds = groups.map(({ id }) => id.split('/')[0]);

  return {
    ...env,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    TELEGRAM_TOKEN: telegram.token,
    TELEGRAM_API_URL: telegram.apiUrl,
    STORE_URL: 'memory:',
    ADMINS: `discord:${discord.me.id},telegram:${telegram.me.id}`,
    ALLOWED_USERS: '',
    ALLOWED_CHATS: chatIds.map((chatId) => `telegram:${chatId}`).join(','),
    NO_PROXY: [readVariable(env, 'NO_PROXY'), '127.0.0.1'].filter(Boolean).join(','),
  };
}
