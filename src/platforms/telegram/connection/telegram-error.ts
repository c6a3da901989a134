import { GrammyError, HttpError } from 'grammy';
import {
  PlatformError,
  type PlatformErrorKind,
  type PlatformErrorOptions,
} from '../../../errors.ts';

/** Many refusals have the code 400. Only Telegram's descriptions show the difference. */
const GONE =
  /message to (edit|delete|react|be replied) not found|message_id_invalid|chat not found|thread not found|topic_deleted|topic_id_invalid/i;
const FORBIDDEN =
  /topic_closed|not enough rights|have no rights|need administrator rights|admin_required|write_forbidden|chat_restricted|_forbidden|channel_private|not a member|bot was (kicked|blocked)|user_(is_blocked|banned_in_channel)|deactivated|message can't be deleted|peer_id_invalid/i;
/** TDLib says the first, MTProto the second, and for captions and drafts there are more. */
const TOO_LONG = /\b(message|text|caption)( is |_)?too[ _]long/i;
/** The body has too many bytes. */
const ENTITY_TOO_LARGE = 413;
/** Telegram has changed these words several times (aiogram/aiogram #447). */
const REPLY_REFUSED =
  /message to be replied not found|repl(y|ied) message not found|message to reply not found|reply_(message_id|to)_?\w*invalid/i;
/** Also `Entities_too_long` (tdlib/telegram-bot-api #165), `ENTITY_BOUNDS_INVALID` (pyrogram #1039). */
const ENTITIES_REFUSED =
  /parse (\w+ )?entit(y|ies)|\bentit(y|ies)[ _](\w+[ _])*(invalid|too[ _]long|too[ _]many)/i;
const KEYBOARD_REFUSED = /\bbutton_|\bbutton\b|reply[ _]markup|inline[ _]keyboard/i;
const EDIT_REFUSED = /message can't be edited|message_edit_time_expired|message_author_required/i;
const RETRY_AFTER = /retry after (\d+)/i;
/**
 * The wait after a 429 that names none. A 429 that names one gets no margin: the replies have their
 * own.
 */
const DEFAULT_RETRY_AFTER_MS = 5_000;
/** A longer wait is a mistake of the server. */
const LONGEST_RETRY_AFTER_MS = 24 * 60 * 60_000;
const MAX_REASON_LENGTH = 300;

/** True if Telegram refused an edit because the message already looks like this. */
export function isNotModified(error: unknown): boolean {
  return (
    error instanceof GrammyError &&
    error.error_code === 400 &&
    /message is not modified/i.test(error.description)
  );
}

/** The message that is replied to cannot be found, so the same message without the reply may pass. */
export function refusesReply(error: unknown): boolean {
  return isRefusal(error, REPLY_REFUSED);
}

/** The formatting is refused, so the same text without it may pass. */
export function refusesEntities(error: unknown): boolean {
  return isRefusal(error, ENTITIES_REFUSED);
}

/** The buttons are refused, so the same message without them may pass. */
export function refusesKeyboard(error: unknown): boolean {
  return isRefusal(error, KEYBOARD_REFUSED);
}

/** The message is there, but can no longer be changed. */
export function refusesEdit(error: unknown): boolean {
  return isRefusal(error, EDIT_REFUSED);
}

function isRefusal(error: unknown, words: RegExp): boolean {
  return error instanceof GrammyError && error.error_code === 400 && words.test(error.description);
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

  if (error instanceof GrammyError && Number.isInteger(error.error_code)) {
    const kind = kindOf(error);
    const retryAfterMs = readRetryAfterMs(error);
    const message = `Telegram refused ${method}: ${error.error_code} ${reasonOf(error)}`;
    if (kind === 'rate_limit') return platformError(kind, message, { retryAfterMs });
    return platformError(kind, message, { isTooLong: isTooLong(error) });
  }

  if (signal?.aborted) return platformError('canceled', `${method} was canceled.`);
  const fault = faultOfAnswer(error);
  if (fault) {
    const cure = 'Look at TELEGRAM_API_URL and HTTPS_PROXY.';
    return platformError('server', `Telegram answered ${method} ${fault}. ${cure}`);
  }
  return platformError('network', `Telegram did not answer ${method}: ${networkReason(error)}.`);
}

function isTooLong({ error_code: code, description }: GrammyError): boolean {
  return code === ENTITY_TOO_LARGE || (code === 400 && TOO_LONG.test(description));
}

/** Some servers give a whole web page as the description. */
function reasonOf({ description }: GrammyError): string {
  const words = String(description).replace(/\s+/g, ' ').slice(0, MAX_REASON_LENGTH);
  return words.toWellFormed();
}

/**
 * The server answered, but with something else than the Bot API does, as proxies and other servers
 * do. `undefined`: there was no answer.
 */
function faultOfAnswer(error: unknown): string | undefined {
  // grammY itself fails at JSON of another form.
  const isOtherJson = error instanceof GrammyError || error instanceof TypeError;
  if (isOtherJson) return 'with JSON that is not of the Bot API';

  const cause: unknown = error instanceof HttpError ? error.error : error;
  const type = cause instanceof Error && 'type' in cause ? cause.type : undefined;
  if (type === 'invalid-json') return 'without JSON';
  return type === 'max-size' ? 'with too much' : undefined;
}

function readRetryAfterMs({ parameters, description }: GrammyError): number {
  // Some servers pass on only the description.
  const seconds = parameters.retry_after ?? RETRY_AFTER.exec(description)?.[1];
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
  details: Pick<PlatformErrorOptions, 'retryAfterMs' | 'isTooLong'> = {},
): PlatformError {
  return new PlatformError(message, { kind, platform: 'telegram', ...details });
}

/**
 * The code of a network error (`ECONNREFUSED`). Leaves its message out: the messages of node-fetch
 * hold the address, and the address holds the token.
 */
function networkReason(error: unknown): string {
  const cause: unknown = error instanceof HttpError ? error.error : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'the connection broke, or took too long';
}
