import { GrammyError, HttpError } from 'grammy';
import { PlatformError, type PlatformErrorKind } from '../../../errors.ts';

/** Parts of Telegram's descriptions; there is no better way to tell the refusals of code 400 apart. */
const GONE =
  /message to (edit|delete|be replied) not found|message_id_invalid|message can't be edited|chat not found|thread not found|topic_deleted|topic_id_invalid/i;
const FORBIDDEN =
  /topic_closed|not enough rights|have no rights|need administrator rights|write_forbidden|chat_restricted|_forbidden|not a member|bot was kicked|message can't be deleted|peer_id_invalid/i;
/** Asked for where a 429 says nothing, and added nowhere else: the replies keep a margin of their own. */
const UNKNOWN_PENALTY_MS = 5_000;

export function isNotModified(error: unknown): boolean {
  return (
    error instanceof GrammyError &&
    error.error_code === 400 &&
    /message is not modified/i.test(error.description)
  );
}

/** The id that a group got when it became a supergroup. */
export function migratedTo(error: unknown): string | undefined {
  const id = error instanceof GrammyError ? error.parameters.migrate_to_chat_id : undefined;
  return id === undefined ? undefined : String(id);
}

export function telegramStatus(error: unknown): number | undefined {
  return error instanceof GrammyError ? error.error_code : undefined;
}

/**
 * grammY's errors are not kept as causes: they carry the request, that is somebody's words, and the address with the
 * token.
 */
export function toTelegramError(
  method: string,
  error: unknown,
  signal?: AbortSignal,
): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof GrammyError) {
    const kind = kindOf(error);
    const penaltyMs = (error.parameters.retry_after ?? 0) * 1000 || UNKNOWN_PENALTY_MS;
    const message = `Telegram refused ${method}: ${error.error_code} ${error.description}`;
    return platformError(kind, message, kind === 'rate_limit' ? penaltyMs : undefined);
  }
  if (signal?.aborted) return platformError('canceled', `${method} was given up.`);
  return platformError('network', `Telegram did not answer ${method}: ${networkReason(error)}.`);
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
  return new PlatformError(message, {
    kind,
    platform: 'telegram',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** Its code only (`ECONNREFUSED`): the messages of node-fetch hold the address, and that holds the token. */
function networkReason(error: unknown): string {
  const cause: unknown = error instanceof HttpError ? error.error : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'the connection broke, took too long, or gave no JSON';
}
