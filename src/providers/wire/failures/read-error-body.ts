import { asList, dig, isJsonObject, parseJson, unwrapList } from '../json.ts';

/** What a refusal says, in whatever shape. Only `codes` are fit to be shown: messages quote prompts and keys. */
export interface ErrorBody {
  /** Machine words, most specific first, in small letters. */
  readonly codes: readonly string[];
  /** A status that stands in the body, as in errors inside a 200. */
  readonly status: number | undefined;
  /** In small letters. */
  readonly message: string;
  /** How long to wait, as in `46s`, where a field of its own says so (Gemini). */
  readonly retryDelay: string | undefined;
  /** Those of the service behind it, which OpenRouter passes on; by names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
}

/** It ends at midnight somewhere; until then it is asked now and then. */
const DAILY_LIMIT_DELAY = '1h';

/** Reads the error bodies of all back ends: objects, lists of one (Gemini), plain text, web pages. */
export function readErrorBody(text: string): ErrorBody {
  const root = unwrapList(parseJson(text));
  const error = dig(root, 'error');
  const inner = isJsonObject(error) ? error : root;
  const numbers = [
    dig(inner, 'code'),
    dig(inner, 'http_status_code'),
    dig(inner, 'status_code'),
    dig(inner, 'status'),
  ];
  const details = dig(inner, 'details');
  const reasons = asList(details).map((detail) => dig(detail, 'reason'));
  const raw = readRaw(dig(inner, 'metadata', 'raw'));
  const words = [
    dig(details, 'error_code'),
    ...reasons,
    // OpenRouter's moderation, which comes with the status of a key without rights.
    asList(dig(inner, 'metadata', 'reasons')).length > 0 ? 'content_policy_violation' : undefined,
    dig(inner, 'metadata', 'error_type'),
    dig(inner, 'innererror', 'code'),
    dig(inner, 'code'),
    dig(inner, 'status'),
    dig(inner, 'type'),
    dig(root, 'error_type'),
    dig(root, 'code'),
    ...(raw?.codes ?? []),
  ];
  return {
    codes: words.filter(isCode).map((word) => word.toLowerCase()),
    status: numbers.map(Number).find((number) => number >= 400 && number < 600),
    message: [readMessage(root, error, text).toLowerCase(), raw?.message]
      .filter(Boolean)
      .join('\n'),
    retryDelay: readRetryDelay(asList(details)),
    headers: readHeaders(dig(inner, 'metadata', 'headers')),
  };
}

/** What the service behind OpenRouter said, as text or as it is. */
function readRaw(raw: unknown): ErrorBody | undefined {
  if (isJsonObject(raw)) return readErrorBody(JSON.stringify(raw));
  return typeof raw === 'string' ? readErrorBody(raw) : undefined;
}

function readRetryDelay(details: readonly unknown[]): string | undefined {
  const quotas = details
    .flatMap((detail) => asList(dig(detail, 'violations')))
    .map((found) => dig(found, 'quotaId'));
  // The delay that comes with it is the one of a minute's limit.
  if (quotas.some((quota) => /PerDay/.test(String(quota)))) return DAILY_LIMIT_DELAY;
  const delays = details.map((detail) => dig(detail, 'retryDelay'));
  return delays.find((delay) => typeof delay === 'string');
}

function readHeaders(headers: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(isJsonObject(headers) ? headers : {});
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
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
  return (
    candidates.find((candidate) => typeof candidate === 'string') ??
    (isJsonObject(root) ? '' : text)
  );
}

function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z][\w.-]{1,60}$/i.test(value);
}
