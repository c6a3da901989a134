import http from 'node:http';
import https from 'node:https';

/** A delivery to a webhook. */
interface Delivery {
  readonly url: string;
  readonly secret: string | undefined;
  readonly update: object;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The reason why a delivery failed, as `getWebhookInfo` words it. */
interface DeliveryFailure {
  readonly message: string;
  /** Seconds, as the bot asks for. */
  readonly retryAfter?: number;
}

const LOCAL_HOSTS: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** Posts an update. Gives the failure, or `undefined`. Reaches this machine only. Never rejects. */
export function postUpdate(delivery: Delivery): Promise<DeliveryFailure | undefined> {
  const { url, secret, update, timeoutMs, signal } = delivery;
  if (!LOCAL_HOSTS.includes(new URL(url).hostname))
    return Promise.resolve({ message: 'Failed to resolve host: Name or service not known' });

  const body = JSON.stringify(update);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(secret !== undefined && { 'x-telegram-bot-api-secret-token': secret }),
  };
  const { promise, resolve } = Promise.withResolvers<DeliveryFailure | undefined>();
  const { request: open } = url.startsWith('https:') ? https : http;
  const request = open(url, { method: 'POST', headers, signal, timeout: timeoutMs }, (response) => {
    response.resume();
    resolve(judge(response));
  });
  request.on('timeout', () => {
    resolve({ message: 'Read timeout expired' });
    request.destroy();
  });
  request.on('error', () => resolve({ message: 'Connection refused' }));
  request.end(body);
  return promise;
}

function judge({
  statusCode = 0,
  statusMessage,
  headers,
}: http.IncomingMessage): DeliveryFailure | undefined {
  if (statusCode >= 200 && statusCode <= 299) return undefined;
  const message = `Wrong response from the webhook: ${statusCode} ${statusMessage}`;
  const seconds = Number(headers['retry-after']);
  return { message, ...(seconds > 0 && { retryAfter: Math.min(seconds, 3600) }) };
}
