import { isIP } from 'node:net';
import { badRequest } from '../api-error.ts';
import { type Params, readInteger } from '../params.ts';
import type { WebhookTarget } from '../webhook.ts';
import type { World } from '../world.ts';

/** The ports that the documents allow. The port of https is empty. */
const PORTS: readonly string[] = ['', '80', '88', '443', '8443'];
const DEFAULT_CONNECTIONS = 40;
const MAX_CONNECTIONS = 100;
/** Addresses that no public server has. */
const RESERVED = /^(localhost$|127\.|10\.|0\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/;

/**
 * Reads the parameters of `setWebhook`: https://core.telegram.org/bots/api#setwebhook. A server that runs with
 * `--local` takes http, all ports and all addresses.
 *
 * @throws An `ApiError` where the real server refuses them.
 */
export function readWebhook({ isLocalMode }: World, params: Params): WebhookTarget {
  const text = params.get('url') ?? '';
  const url = URL.parse(text);
  if (!url?.hostname) throw badRequest('invalid webhook URL specified');

  if (!isLocalMode) {
    if (url.protocol !== 'https:')
      throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
    if (!PORTS.includes(url.port))
      throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
    refuseReserved(url.hostname);
  }

  const secret = params.get('secret_token') || undefined;
  if (secret !== undefined && secret.length > 256) throw badRequest('secret token is too long');
  if (secret !== undefined && !/^[\w-]+$/.test(secret))
    throw badRequest('secret token contains unallowed characters');

  const connections = readInteger(params, 'max_connections') ?? DEFAULT_CONNECTIONS;
  const maxConnections = Math.min(Math.max(connections, 1), MAX_CONNECTIONS);
  return { url: text, secret, maxConnections };
}

function refuseReserved(host: string): void {
  if (isIP(host.replace(/^\[|\]$/g, '')) === 6)
    throw badRequest('bad webhook: IPv6-only addresses are not allowed');
  if (RESERVED.test(host)) {
    const address = host === 'localhost' ? '127.0.0.1' : host;
    throw badRequest(`bad webhook: IP address ${address} is reserved`);
  }
}
