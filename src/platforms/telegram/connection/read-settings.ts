import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { readWebhookSettings, type WebhookSettings } from './read-webhook-settings.ts';

/** The validated variables of Telegram. */
export interface TelegramSettings {
  readonly token: string;
  /** The address of the Bot API server, without a slash at its end. */
  readonly apiRoot: string;
  /** Growing answers in private chats are drafts. */
  readonly hasDrafts?: boolean;
  /** Answers are rich messages, where a conversation chooses nothing else. */
  readonly isRich?: boolean;
  /** Telegram delivers the updates. Absent: Parley fetches them. */
  readonly webhook?: WebhookSettings;
  readonly proxy?: { readonly HTTPS_PROXY: string; readonly NO_PROXY?: string };
}

/** The way to the right token. Every message about a wrong token holds it. */
export const TELEGRAM_TOKEN_CURE =
  'Open https://t.me/BotFather, send /token, choose your bot, and copy the token that it shows into TELEGRAM_TOKEN.';

const PUBLIC_API = 'https://api.telegram.org';

/**
 * Reads the variables of Telegram. Gives `undefined` when none of its own is set.
 *
 * @throws A `ConfigError` when a variable is wrong; its message names the cure.
 */
export function readTelegramSettings(env: Env): TelegramSettings | undefined {
  const token = readToken(env);
  if (token === undefined) return undefined;

  const apiUrl = readVariable(env, 'TELEGRAM_API_URL');
  return omitUndefined({
    token,
    apiRoot: apiUrl ? readApiRoot(apiUrl) : PUBLIC_API,
    hasDrafts: readYes('TELEGRAM_DRAFTS', readVariable(env, 'TELEGRAM_DRAFTS')),
    isRich: readYes('TELEGRAM_RICH', readVariable(env, 'TELEGRAM_RICH')),
    webhook: readWebhookSettings(env),
    proxy: readProxy(env),
  });
}

function readToken(env: Env): string | undefined {
  const token = readVariable(env, 'TELEGRAM_TOKEN');

  if (!token) {
    if (!readVariable(env, 'TELEGRAM_API_URL')) return undefined;
    throw new ConfigError(
      `TELEGRAM_API_URL is set, but TELEGRAM_TOKEN is not. ${TELEGRAM_TOKEN_CURE}`,
    );
  }

  if (!/^[\w:-]+$/.test(token)) {
    throw new ConfigError(
      `TELEGRAM_TOKEN holds characters that no token has. ${TELEGRAM_TOKEN_CURE}`,
    );
  }

  if (!/^\d+:./.test(token)) {
    throw new ConfigError(
      `TELEGRAM_TOKEN does not look like a token: a number, a colon, and a longer part. ${TELEGRAM_TOKEN_CURE}`,
    );
  }

  return token;
}

/** `true` for yes, `undefined` for no and for an empty variable. */
function readYes(variable: string, text = 'no'): true | undefined {
  const value = text.toLowerCase();
  if (value !== 'yes' && value !== 'no')
    throw new ConfigError(`${variable} must be yes or no, or empty for no.`);

  return value === 'yes' ? true : undefined;
}

function readApiRoot(text: string): string {
  const cure = `Set TELEGRAM_API_URL to the server's address alone, as in ${PUBLIC_API}, or leave it empty.`;
  const url = URL.parse(text);

  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ConfigError(
      `TELEGRAM_API_URL is not an address that begins with https:// or http://. ${cure}`,
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
      'HTTPS_PROXY is not the address of an HTTP proxy. Set it to one, as in http://127.0.0.1:3128, or leave it empty.',
    );
  }

  return omitUndefined({
    HTTPS_PROXY: proxy,
    NO_PROXY: readVariable(env, 'NO_PROXY'),
  });
}
