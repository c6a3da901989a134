import { asList, dig, isJsonObject, type JsonObject } from '../json.ts';
import { collectError } from './collect-error.ts';
import { listCodes } from './list-codes.ts';
import type { QuoteCheck } from './quote-check.ts';

/** The body of a refusal. Only `codes` may be shown: messages quote prompts and keys. */
export interface ErrorBody {
  /** Machine-readable words in small letters, as `listCodes` gives them. */
  readonly codes: readonly string[];
  /** The status in the body, as in errors inside a 200. */
  readonly status: number | undefined;
  /** The sentences in small letters, without what they quote. The outermost one comes first. */
  readonly messages: readonly string[];
  /** The wait in a field of its own, as `46s` (Gemini). */
  readonly retryDelay: string | undefined;
  /** The headers of the service behind OpenRouter. The names are in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** The token counts that llama.cpp has in fields of their own. */
  readonly promptTokens: number | undefined;
  readonly contextTokens: number | undefined;
  /** The body is a web page. It comes from a proxy in between. */
  readonly isWebPage: boolean;
}

/** A daily limit ends at midnight in some time zone. Until then, one attempt an hour is enough. */
const DAILY_LIMIT_DELAY = '1h';
const MAX_PAGE_CHARACTERS = 4_000;

/**
 * Reads the error body of any back end: JSON of any shape, also within a text, plain text, or a web
 * page.
 *
 * @param quotes Finds the words of the request. A sentence that is one of its texts is no evidence.
 */
export function readErrorBody(text: string, quotes: QuoteCheck): ErrorBody {
  const isWebPage = /^\s*<(?:!doctype|html)/i.test(text);
  const parts = collectError(isWebPage ? readPageText(text) : text, quotes);
  const { objects } = parts;

  return {
    codes: listCodes(parts, quotes),
    status: objects.map(readStatus).find((status) => status !== undefined),
    messages: parts.texts
      .filter((message) => !quotes.isWhole(message))
      .map((message) => omitQuotes(message.toLowerCase())),
    retryDelay: readRetryDelay(objects),
    headers: readHeaders(objects.map(({ headers }) => headers).find(isJsonObject) ?? {}),
    promptTokens: findNumber(objects, 'n_prompt_tokens'),
    contextTokens: findNumber(objects, 'n_ctx'),
    isWebPage,
  };
}

/** The words of a page, without its tags. */
function readPageText(page: string): string {
  return page
    .slice(0, MAX_PAGE_CHARACTERS)
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

/** Pairs of quotation marks. An apostrophe is one only beside a space or a bracket. */
const QUOTES = [/"[^"]*"/g, /“[^”]*”/g, /`[^`]*`/g, /(?<=^|[\s(:=,])'[^']*'(?=$|[\s).,:;])/g];

/**
 * Leaves out quotes of several words: they may be the words of a person, which prove nothing. A
 * quote of one word is the name of a model or a field.
 */
function omitQuotes(message: string): string {
  const omitLong = (quote: string) => (/\s/.test(quote) ? '“…”' : quote);
  return QUOTES.reduce((text, quote) => text.replace(quote, omitLong), message);
}

function readStatus(object: JsonObject): number | undefined {
  return ['code', 'http_status_code', 'status_code', 'http_code', 'status']
    .map((name) => toNumber(object[name]))
    .find((status) => status >= 400 && status < 600);
}

/** Objects are no numbers. Some throw when they are made one, such as `{"toString": 5}`. */
function toNumber(value: unknown): number {
  return typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
}

function readRetryDelay(objects: readonly JsonObject[]): string | undefined {
  const quotaIds = objects.flatMap(({ violations, quota_limit }) => [
    quota_limit,
    ...asList(violations).map((violation) => dig(violation, 'quotaId')),
  ]);

  // The delay that comes with a daily limit is that of the limit per minute.
  if (quotaIds.some((quotaId) => typeof quotaId === 'string' && quotaId.includes('PerDay')))
    return DAILY_LIMIT_DELAY;

  const delay = objects.map(({ retryDelay }) => retryDelay).find(isText);
  const seconds = ['retry_after', 'retry_after_seconds', 'resets_in_seconds']
    .map((name) => findNumber(objects, name))
    .find((value) => value !== undefined);
  return delay ?? (seconds === undefined ? undefined : `${seconds}s`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function findNumber(objects: readonly JsonObject[], name: string): number | undefined {
  const numbers = objects.map((object) => object[name]);
  return numbers.find((value): value is number => typeof value === 'number' && value >= 0);
}

function readHeaders(headers: JsonObject): Readonly<Record<string, string>> {
  const entries = Object.entries(headers);
  const textEntries = entries.filter(([, value]) => !isJsonObject(value) && !Array.isArray(value));
  return Object.fromEntries(
    textEntries.map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
