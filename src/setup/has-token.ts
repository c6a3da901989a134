import { type Env, readVariable } from '../lib/env.ts';

/** Tells whether a token of any chat network is set, valid or not. */
export function hasToken(env: Env): boolean {
  const tokens = [
    readVariable(env, 'DISCORD_TOKEN'),
    readVariable(env, 'DISCORD_TOKENS'),
    readVariable(env, 'TELEGRAM_TOKEN'),
    readVariable(env, 'TELEGRAM_TOKENS'),
  ];
  return tokens.some((token) => token !== undefined);
}
