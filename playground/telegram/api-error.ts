import { omitUndefined } from '../../src/lib/omit-undefined.ts';

/** A refusal in the shape of the Bot API: `{ ok: false, error_code, description, parameters }`. */
export class ApiError extends Error {
  override name = 'ApiError';
  /** The HTTP status, which is also the `error_code`. */
  readonly code: number;
  /** `retry_after` or `migrate_to_chat_id`. */
  readonly parameters: Readonly<Record<string, number>> | undefined;

  constructor(code: number, description: string, parameters?: Readonly<Record<string, number>>) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }

  /** The body of the answer. */
  toJSON() {
    const { code, message, parameters } = this;
    return omitUndefined({ ok: false, error_code: code, description: message, parameters });
  }
}

/** The call is wrong. `reason` is as the real server words it. */
export const badRequest = (reason: string) => new ApiError(400, `Bad Request: ${reason}`);
/** The bot may not do this in that chat. */
export const forbidden = (reason: string) => new ApiError(403, `Forbidden: ${reason}`);
/** Another poller or a webhook is in the way. */
export const conflict = (reason: string) => new ApiError(409, `Conflict: ${reason}`);
/** The token is wrong. */
export const unauthorized = () => new ApiError(401, 'Unauthorized');
/** There is no such method or file. */
export const notFound = () => new ApiError(404, 'Not Found');
/** The bot is over a rate limit. */
export const tooManyRequests = (seconds: number) =>
  new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
/** The group is a supergroup with another id by now. */
export const migrated = (toChatId: number) =>
  new ApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
    migrate_to_chat_id: toChatId,
  });
