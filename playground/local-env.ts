import { type Env, readVariable } from '../src/lib/env.ts';
import type { LocalNetwork } from './local-network.ts';

/** The user's own models and prompt, but the local networks, nothing on disk, and everybody there let in. */
export function localEnv(env: Env, discord: LocalNetwork, telegram: LocalNetwork): Env {
  const groups = telegram.rooms().filter(({ kind }) => kind === 'group' || kind === 'topic');
  return {
    ...env,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    TELEGRAM_TOKEN: telegram.token,
    TELEGRAM_API_URL: telegram.apiUrl,
    STORE_URL: 'memory:',
    ADMINS: `discord:${discord.me.id},telegram:${telegram.me.id}`,
    ALLOWED_USERS: '',
    ALLOWED_CHATS: groups.map(({ id }) => `telegram:${id.split('/')[0]}`).join(','),
    NO_PROXY: [readVariable(env, 'NO_PROXY'), '127.0.0.1'].filter(Boolean).join(','),
  };
}
