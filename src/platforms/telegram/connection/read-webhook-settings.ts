import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';

/** The validated variables of the webhook. */
export interface WebhookSettings {
  /** The public address below which each bot has an address of its own, without a slash at its end. */
  readonly url: string;
  /** A secret that Telegram sends along with each update. */
  readonly secret: string;
  /** Where Parley listens. */
  readonly host: string;
  readonly port: number;
}

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = '8443';
/** https://core.telegram.org/bots/api#setwebhook */
const PORTS_OF_TELEGRAM: readonly string[] = ['', '80', '88', '443', '8443'];
const EXAMPLE = 'https://bot.example.org/telegram';
const SECRET_CURE =
  'It must have 1 to 256 characters of A-Z, a-z, 0-9, _ and -; openssl rand -hex 32 makes a good one.';

/**
 * Reads the variables of the webhook. Gives `undefined` when none is set: then Parley fetches the updates.
 *
 * @throws A `ConfigError` when a variable is wrong, or only one of the address and the secret is set; its message names the cure.
 */
export function readWebhookSettings(env: Env): WebhookSettings | undefined {
  const url = readVariable(env, 'TELEGRAM_WEBHOOK_URL');
  const secret = readVariable(env, 'TELEGRAM_WEBHOOK_SECRET');
  const host = readVariable(env, 'TELEGRAM_WEBHOOK_HOST');
  const port = readVariable(env, 'TELEGRAM_WEBHOOK_PORT');
  if (url === undefined) {
    // Where it would listen may be set in the files of a deployment, whether there is a webhook or not.
    if (secret !== undefined) throw withoutUrlError();
    return undefined;
  }

  return {
    url: readUrl(url, readVariable(env, 'TELEGRAM_API_URL') !== undefined),
    secret: readSecret(secret),
    host: readHost(host ?? DEFAULT_HOST),
    port: readPort(port ?? DEFAULT_PORT),
  };
}

function withoutUrlError(): ConfigError {
  return new ConfigError(
    `TELEGRAM_WEBHOOK_URL is not set, but TELEGRAM_WEBHOOK_SECRET is. Set TELEGRAM_WEBHOOK_URL to the public address, as in ${EXAMPLE}, or leave both empty.`,
  );
}

function readUrl(text: string, hasOwnServer: boolean): string {
  const cure = `Set TELEGRAM_WEBHOOK_URL to a public address, as in ${EXAMPLE}.`;
  const url = URL.parse(text);
  const protocols = hasOwnServer ? ['https:', 'http:'] : ['https:'];

  if (!url || !protocols.includes(url.protocol)) {
    const exception = 'Only a Bot API server of your own (TELEGRAM_API_URL) may take http://.';
    throw new ConfigError(
      `TELEGRAM_WEBHOOK_URL is not an address that begins with https://. ${cure} ${exception}`,
    );
  }
  if (!hasOwnServer && !PORTS_OF_TELEGRAM.includes(url.port)) {
    throw new ConfigError(
      `TELEGRAM_WEBHOOK_URL has port ${url.port}, but Telegram calls only the ports 443, 80, 88 and 8443. ` +
        'Let your web server listen on one of them, and write that one.',
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new ConfigError(
      `TELEGRAM_WEBHOOK_URL has a user, or a part after ? or #. ${cure} TELEGRAM_WEBHOOK_SECRET already proves that an update is Telegram's.`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

function readSecret(secret: string | undefined): string {
  if (secret === undefined) {
    throw new ConfigError(
      `TELEGRAM_WEBHOOK_URL is set, but TELEGRAM_WEBHOOK_SECRET is not: anybody could send updates then. ${SECRET_CURE}`,
    );
  }
  if (!/^[\w-]{1,256}$/.test(secret))
    throw new ConfigError(
      `TELEGRAM_WEBHOOK_SECRET has characters that Telegram does not take, or too many. ${SECRET_CURE}`,
    );
  return secret;
}

function readHost(host: string): string {
  if (/^[\w.:-]+$/.test(host)) return host;
  throw new ConfigError(
    'TELEGRAM_WEBHOOK_HOST is not an address of this machine. Write 127.0.0.1 for this machine alone, or 0.0.0.0 for all networks.',
  );
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new ConfigError(
    `TELEGRAM_WEBHOOK_PORT must be a port from 1 to 65535, for instance ${DEFAULT_PORT}.`,
  );
}
