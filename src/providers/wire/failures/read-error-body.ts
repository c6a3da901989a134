import { asList, dig, isJsonObject, parseJson, unwrapList } from '../json.ts';

/** The body of a refusal. Only `codes` may be shown: messages quote prompts and keys. */
export interface ErrorBody {
  /** Machine-readable words in small letters. The most precise one comes first. */
  readonly codes: readonly string[];
  /** The status in the body, as in errors inside a 200. */
  readonly status: number | undefined;
  /** In small letters. */
  readonly message: string;
  /** The wait in a field of its own, as `46s` (Gemini). */
  readonly retryDelay: string | undefined;
  /**
   * The headers of the service behind OpenRouter, which it passes on. The names are in small
   * letters.
   */
  readonly headers: Readonly<Record<string, string>>;
}

/** A daily limit ends at midnight in some time zone. Until then, one attempt an hour is enough. */
const DAILY_LIMIT_DELAY = '1h';

/**
 * Reads the error body of any back end: an object, a list of one (Gemini), plain text or a web
 * page.
 */
export function readErrorBody(text: string): ErrorBody {
  const root = unwrapList(parseJson(text));
  const error = dig(root, 'error');
  const inner = isJsonObject(error) ? error : root;
  const upstream = readUpstreamError(dig(inner, 'metadata', 'raw'));
  const message = readMessage(root, error, text).toLowerCase();

  return {
    codes: [...listCodes(root, inner), ...(upstream?.codes ?? [])],
    status: readStatus(inner),
    message: [message, upstream?.message].filter(Boolean).join('\n'),
    retryDelay: readRetryDelay(asList(dig(inner, 'details'))),
    headers: readHeaders(dig(inner, 'metadata', 'headers')),
  };
}

/** The codes of an error, from the field that is most precise to the vaguest one. */
function listCodes(root: unknown, inner: unknown): readonly string[] {
  const details = dig(inner, 'details');
  const reasons = asList(details).map((detail) => dig(detail, 'reason'));
  const wasModerated = asList(dig(inner, 'metadata', 'reasons')).length > 0;

  const words = [
    dig(details, 'error_code'),
    ...reasons,
    // OpenRouter's moderation comes with the status of a key without permission.
    wasModerated ? 'content_policy_violation' : undefined,
    dig(inner, 'metadata', 'error_type'),
    dig(inner, 'innererror', 'code'),
    dig(inner, 'code'),
    dig(inner, 'status'),
    dig(inner, 'type'),
    dig(root, 'error_type'),
    dig(root, 'code'),
  ];

  return words.filter(isCode).map((word) => word.toLowerCase());
}

function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z][\w.-]{1,60}$/i.test(value);
}

function readStatus(inner: unknown): number | undefined {
  return ['code', 'http_status_code', 'status_code', 'status']
    .map((name) => toNumber(dig(inner, name)))
    .find((status) => status >= 400 && status < 600);
}

/** Objects are no numbers. Some throw when they are made one, such as `{"toString": 5}`. */
function toNumber(value: unknown): number {
  return typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
}

/** The error of the service behind OpenRouter, which it passes on as text or as an object. */
function readUpstreamError(raw: unknown): ErrorBody | undefined {
  if (isJsonObject(raw)) return readErrorBody(JSON.stringify(raw));
  return typeof raw === 'string' ? readErrorBody(raw) : undefined;
}

function readRetryDelay(details: readonly unknown[]): string | undefined {
  const quotaIds = details
    .flatMap((detail) => asList(dig(detail, 'violations')))
    .map((violation) => dig(violation, 'quotaId'));

  // The delay that comes with a daily limit is that of the limit per minute.
  if (quotaIds.some((quotaId) => typeof quotaId === 'string' && quotaId.includes('PerDay')))
    return DAILY_LIMIT_DELAY;

  const delays = details.map((detail) => dig(detail, 'retryDelay'));
  return delays.find((delay) => typeof delay === 'string');
}

function readHeaders(headers: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(isJsonObject(headers) ? headers : {});
  const textEntries = entries.filter(([, value]) => !isJsonObject(value) && !Array.isArray(value));
  return Object.fromEntries(
    textEntries.map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}

function readMessage(root: unknown, error: unknown, text: string): string {
  const detail = dig(root, 'detail');
  const errors = dig(root, 'errors');
  const candidates = [
    dig(error, 'message'),
    error,
    dig(root, 'message'),
    detail,
    dig(asList(detail)[0], 'msg'),
    dig(asList(errors)[0], 'message'),
    asList(errors)[0],
  ];
  const found = candidates.find((candidate) => typeof candidate === 'string');

  return found ?? (isJsonObject(root) ? '' : text);
}
