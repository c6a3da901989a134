import { dig, isObject, parseJson } from './json.ts';

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
}

/** Reads the error bodies of all back ends: objects, lists of one (Gemini), plain text, web pages. */
export function readErrorBody(text: string): ErrorBody {
  const parsed = parseJson(text);
  const root = Array.isArray(parsed) ? parsed[0] : parsed;
  const error = dig(root, 'error');
  const inner = isObject(error) ? error : root;
  const numbers = [dig(inner, 'code'), dig(inner, 'http_status_code'), dig(inner, 'status')];
  const details = dig(inner, 'details');
  const reasons = listOf(details).map((detail) => dig(detail, 'reason'));
  const words = [
    dig(details, 'error_code'),
    ...reasons,
    // OpenRouter's moderation, which comes with the status of a key without rights.
    listOf(dig(inner, 'metadata', 'reasons')).length > 0 ? 'content_policy_violation' : undefined,
    dig(inner, 'metadata', 'error_type'),
    dig(inner, 'innererror', 'code'),
    dig(inner, 'code'),
    dig(inner, 'status'),
    dig(inner, 'type'),
    dig(root, 'error_type'),
    dig(root, 'code'),
  ];
  return {
    codes: words.filter(isCode).map((word) => word.toLowerCase()),
    status: numbers.map(Number).find((number) => number >= 400 && number < 600),
    message: readMessage(root, error, text).toLowerCase(),
    retryDelay: listOf(details).flatMap((detail) => {
      const delay = dig(detail, 'retryDelay');
      return typeof delay === 'string' ? [delay] : [];
    })[0],
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function readMessage(root: unknown, error: unknown, text: string): string {
  const detail = dig(root, 'detail');
  const errors = dig(root, 'errors');
  const candidates = [
    dig(error, 'message'),
    error,
    dig(root, 'message'),
    detail,
    Array.isArray(detail) ? dig(detail[0], 'msg') : undefined,
    Array.isArray(errors) ? (dig(errors[0], 'message') ?? errors[0]) : undefined,
  ];
  return candidates.find((candidate) => typeof candidate === 'string') ?? (isObject(root) ? '' : text);
}

function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z][\w.-]{1,60}$/i.test(value);
}
