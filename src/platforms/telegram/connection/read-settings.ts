import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';

export interface TelegramSettings {
  readonly token: string;
  /** Without a slash at its end. */
  readonly apiRoot: string;
  /** Private chats show answers as drafts while they grow. */
  readonly hasDrafts?: boolean;
  /** Answers are rich messages where a conversation does not choose. */
  readonly isRich?: boolean;
  readonly proxy?: { readonly HTTPS_PROXY: string; readonly NO_PROXY?: string };
}

/** Where one gets the right token; part of every message about a wrong one. */
export const TELEGRAM_TOKEN_CURE =
  'Open https://t.me/BotFather, send /token, choose your bot, and copy the token that it shows into TELEGRAM_TOKEN.';

const PUBLIC_API = 'https://api.telegram.org';

/** `undefined`: Telegram is not set up. */
export function readTelegramSettings(env: Env): TelegramSettings | undefined {
  const token = readVariable(env, 'TELEGRAM_TOKEN');
  const apiUrl = readVariable(env, 'TELEGRAM_API_URL');
  if (!token) {
    if (!apiUrl) return undefined;
    throw new ConfigError(
      `TELEGRAM_API_URL is set, but TELEGRAM_TOKEN is not. ${TELEGRAM_TOKEN_CURE}`,
    );
  }
  if (!/^[\w:-]+$/.test(token)) {
    throw new ConfigError(
      `TELEGRAM_TOKEN holds characters that no token has. ${TELEGRAM_TOKEN_CURE}`,
    );
  }
  const proxy = readProxy(env);
  return {
    token,
    apiRoot: apiUrl ? readApiRoot(apiUrl) : PUBLIC_API,
    ...(isYes('TELEGRAM_DRAFTS', readVariable(env, 'TELEGRAM_DRAFTS')) && { hasDrafts: true }),
    ...(isYes('TELEGRAM_RICH', readVariable(env, 'TELEGRAM_RICH')) && { isRich: true }),
    ...(proxy && { proxy }),
  };
}

function isYes(name: string, written = 'no'): boolean {
  const value = written.toLowerCase();
  if (value !== 'yes' && value !== 'no')
    throw new ConfigError(`${name} must be yes or no, or empty for no.`);
  return value === 'yes';
}

function readApiRoot(text: string): string {
  const cure = `Set TELEGRAM_API_URL to the server's address alone, as in ${PUBLIC_API}, or leave it empty.`;
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ConfigError(
      `TELEGRAM_API_URL is no address that begins with https:// or http://. ${cure}`,
    );
  }
  if (/\/bot(\d|$|\/)/.test(url.pathname)) {
    throw new ConfigError(
      `TELEGRAM_API_URL contains /bot…; Parley adds that part and the token itself. ${cure}`,
    );
  }
  if (url.search || url.hash)
    throw new ConfigError(`TELEGRAM_API_URL has a part after ? or #. ${cure}`);
  return text.replace(/\/+$/, '');
}

function readProxy(env: Env): TelegramSettings['proxy'] {
  const proxy = readVariable(env, 'HTTPS_PROXY');
  if (!proxy) return undefined;
  if (!/^https?:$/.test(URL.parse(proxy)?.protocol ?? '')) {
    throw new ConfigError(
      'HTTPS_PROXY is no address of an HTTP proxy. Set it to one, as in http://127.0.0.1:3128, or leave it empty.',
    );
  }
  const exceptions = readVariable(env, 'NO_PROXY');
  return { HTTPS_PROXY: proxy, ...(exceptions && { NO_PROXY: exceptions }) };
}
