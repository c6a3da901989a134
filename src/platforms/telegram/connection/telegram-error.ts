import { GrammyError, HttpError } from 'grammy';
import { PlatformError, type PlatformErrorKind } from '../../../errors.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';

/** Many refusals have the code 400. Only Telegram's descriptions show the difference. */
const GONE =
  /message to (edit|delete|be replied) not found|message_id_invalid|message can't be edited|chat not found|thread not found|topic_deleted|topic_id_invalid/i;
const FORBIDDEN =
  /topic_closed|not enough rights|have no rights|need administrator rights|write_forbidden|chat_restricted|_forbidden|not a member|bot was kicked|message can't be deleted|peer_id_invalid/i;
/**
 * The wait after a 429 that names none. A 429 that names one gets no margin: the replies have their
 * own.
 */
const DEFAULT_RETRY_AFTER_MS = 5_000;
/** A longer wait is a mistake of the server. */
const LONGEST_RETRY_AFTER_MS = 24 * 60 * 60_000;

/** True if Telegram refused an edit because the message already looks like this. */
export function isNotModified(error: unknown): boolean {
  return (
    error instanceof GrammyError &&
    error.error_code === 400 &&
    /message is not modified/i.test(error.description)
  );
}

/** The new id of a group that became a supergroup. `undefined`: the error has another cause. */
export function migratedTo(error: unknown): string | undefined {
  const id = error instanceof GrammyError ? error.parameters.migrate_to_chat_id : undefined;
  return id === undefined ? undefined : String(id);
}

/** The status code of Telegram's refusal. `undefined`: Telegram did not answer. */
export function telegramStatus(error: unknown): number | undefined {
  return error instanceof GrammyError ? error.error_code : undefined;
}

/**
 * The error of a call to `method`, as a `PlatformError` with the kind that says what helps. Does
 * not keep grammY's error as its cause: that holds the request, with people's words, and the
 * address, with the token.
 */
export function toTelegramError(
  method: string,
  error: unknown,
  signal?: AbortSignal,
): PlatformError {
  if (error instanceof PlatformError) return error;

  if (error instanceof GrammyError) {
    const kind = kindOf(error);
    const retryAfterMs = readRetryAfterMs(error.parameters.retry_after);
    const message = `Telegram refused ${method}: ${error.error_code} ${error.description}`;
    return platformError(kind, message, kind === 'rate_limit' ? retryAfterMs : undefined);
  }

  if (signal?.aborted) return platformError('canceled', `${method} was canceled.`);
  return platformError('network', `Telegram did not answer ${method}: ${networkReason(error)}.`);
}

function readRetryAfterMs(seconds: unknown): number {
  const retryAfterMs = Number(seconds) * 1000;
  return retryAfterMs > 0 ? Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS) : DEFAULT_RETRY_AFTER_MS;
}

function kindOf({ error_code: code, description }: GrammyError): PlatformErrorKind {
  if (code === 429) return 'rate_limit';
  if (code >= 500) return 'server';
  if (code === 401 || code === 403 || code === 404) return 'forbidden';
  if (GONE.test(description)) return 'gone';
  return FORBIDDEN.test(description) ? 'forbidden' : 'invalid';
}

function platformError(
  kind: PlatformErrorKind,
  message: string,
  retryAfterMs?: number,
): PlatformError {
  return new PlatformError(message, omitUndefined({ kind, platform: 'telegram', retryAfterMs }));
}

/**
 * The code of a network error (`ECONNREFUSED`). Leaves its message out: the messages of node-fetch
 * hold the address, and the address holds the token.
 */
function networkReason(error: unknown): string {
  const cause: unknown = error instanceof HttpError ? error.error : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string'
    ? code
    : 'the connection broke, took too long, or gave no JSON (look at TELEGRAM_API_URL and HTTPS_PROXY)';
}
