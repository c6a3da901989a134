import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BotError } from '../../../errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { createLogOnce } from '../../../lib/log-once.ts';
import { readJsonBody } from '../../../lib/web/read-json-body.ts';
import { RequestError } from '../../../lib/web/request-error.ts';
import type { RequestHandler } from '../../../lib/web/shared-servers.ts';
import { withTimeout } from '../../../lib/with-timeout.ts';
import type { WebhookIntake } from './webhook-intake.ts';

/** The parts of the handler. */
interface WebhookHandlerParts {
  readonly secret: string;
  readonly intake: WebhookIntake;
  readonly clock: Clock;
  readonly log: Log;
}

/** Updates are far smaller: a rich message has at most 32,768 characters, and may quote another one. */
const MAX_UPDATE_BYTES = 2 * 1024 * 1024;
/** Telegram waits for about a minute. */
const ANSWER_WITHIN_MS = 25_000;
const WITHOUT_SECRET = 'telegram: a request without the secret of the webhook refused';
/** Without this, Telegram's pauses grow to two minutes, and people wait after the trouble has ended. */
const RETRY_AFTER_SECONDS = 5;

/**
 * Answers Telegram's requests of one bot. Telegram repeats an update until the answer is 2xx, so that is said only once
 * what must not be lost is on disk. No answer has details: strangers send requests, too.
 *
 * The body of an answer stays empty. Telegram would take a call of a method in it, but tells neither its result nor
 * its failure, so nobody would know the id of a message, or that it was refused.
 */
export function createWebhookHandler(parts: WebhookHandlerParts): RequestHandler {
  const { secret, intake, clock, log } = parts;
  const expected = digest(secret);
  const refusals = createLogOnce(log);

  async function statusOf(request: IncomingMessage): Promise<number> {
    if (request.method !== 'POST') return 405;
    if (!isTelegram(request)) {
      // An empty one is no update: Parley itself sends it, to see whether the address leads here.
      if (hasBody(request)) refusals.warn('secret', {}, WITHOUT_SECRET);
      return 401;
    }

    try {
      const update = await readJsonBody(request, MAX_UPDATE_BYTES);
      return (await take(update)) ? 200 : 503;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { status, message } = error;
      refusals.warn(message, { status, error: message }, 'telegram: unreadable request refused');
      return status;
    }
  }

  /** Of the same time for each wrong secret. */
  function isTelegram({ headers }: IncomingMessage): boolean {
    const given = headers['x-telegram-bot-api-secret-token'];
    return typeof given === 'string' && timingSafeEqual(digest(given), expected);
  }

  /** The work goes on after the time. When Telegram delivers the update again, it joins the work. */
  async function take(update: unknown): Promise<boolean> {
    const onTimeout = () => new BotError('The update takes too long.');
    const timeout = { clock, timeoutMs: ANSWER_WITHIN_MS, onTimeout };
    return withTimeout(timeout, () => intake.take(update)).catch((error: unknown) => {
      log.warn({ error: String(error) }, 'telegram: update not accepted in time');
      return false;
    });
  }

  return async (request, response) => {
    const status = await statusOf(request);
    // The rest of a body that was not read would be taken for the next request.
    if (status !== 200 && status !== 503) response.setHeader('connection', 'close');
    if (status === 503) response.setHeader('retry-after', RETRY_AFTER_SECONDS);
    response.writeHead(status).end();
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== '0';
}

/** Two texts of different lengths cannot be compared in constant time, but these can. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
