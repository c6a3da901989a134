import { asList, isJsonObject, type JsonObject, parseJson } from '../json.ts';
import type { QuoteCheck } from './quote-check.ts';

/** The parts of an error body, from the outermost to the innermost. */
export interface ErrorParts {
  readonly objects: readonly JsonObject[];
  readonly texts: readonly string[];
}

/** The fields in which back ends write a sentence, or wrap the error of another service. */
const SPEAKING_FIELDS = [
  'error',
  'errors',
  'message',
  'msg',
  'error_msg',
  'errorMessage',
  'error_message',
  'base_resp',
  'status_msg',
  'title',
  'description',
  'detail',
  'details',
  'metadata',
  'raw',
  'response',
  'innererror',
  'provider_specific_fields',
  // Azure sends an answer that its filter stopped as the body of a 400.
  'choices',
  'content_filter_results',
];
const MAX_DEPTH = 12;
const MAX_TEXTS = 20;
const MAX_LIST_ITEMS = 10;
const MAX_TEXT_CHARACTERS = 4_000;
/**
 * The words of a gateway before the error that it passes on: `[openai] Error code: 400 - {…}` (Dify),
 * `BadRequestError - b'{…}'` (LiteLLM).
 */
const WORDS_BEFORE_JSON = /^(?:\[[\w .-]{1,40}\]|[^[\]{}"'`“]){0,300}(?:\bb')?(?=[{[])/;

/**
 * Collects the objects and the sentences of an error body. Gateways pass the errors of other
 * services on as JSON in a text, and LiteLLM as a Python literal in a text, so texts are opened too.
 *
 * @param quotes What the request itself says is not opened.
 */
export function collectError(body: string, quotes: QuoteCheck): ErrorParts {
  const objects: JsonObject[] = [];
  const texts: string[] = [];

  const collectText = (text: string, depth: number) => {
    const inner = readInnerJson(text, quotes);
    const words = inner === undefined ? text : inner.before;

    if (words.trim() !== '' && texts.length < MAX_TEXTS) {
      texts.push(words.trim().slice(0, MAX_TEXT_CHARACTERS));
    }
    if (inner !== undefined) collect(inner.value, depth - 1);
  };

  const collect = (value: unknown, depth: number): void => {
    if (depth <= 0) return;
    if (typeof value === 'string') collectText(value, depth);

    const items = Array.isArray(value) ? value.slice(0, MAX_LIST_ITEMS) : [];
    for (const item of items) collect(item, depth - 1);

    if (!isJsonObject(value)) return;
    const object = withSmallInitials(value);
    objects.push(object);
    for (const name of SPEAKING_FIELDS) collect(object[name], depth - 1);
  };

  collect(body, MAX_DEPTH);
  return { objects, texts };
}

/** AWS and Tencent Cloud write `Message`, and `Error` with a `Code`. */
function withSmallInitials(object: JsonObject): JsonObject {
  const entries = Object.entries(object);
  return Object.fromEntries(
    entries.map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}

interface InnerJson {
  /** The text before the JSON. */
  readonly before: string;
  /** A JSON object, a list or a string. */
  readonly value: unknown;
}

function readInnerJson(text: string, quotes: QuoteCheck): InnerJson | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('"')) {
    const value = parseJson(trimmed);
    const isOpened = typeof value === 'string' && !quotes.isPart(trimmed);
    return isOpened ? { before: '', value } : undefined;
  }

  const before = WORDS_BEFORE_JSON.exec(trimmed)?.[0];
  if (before === undefined) return undefined;

  const end = Math.max(trimmed.lastIndexOf('}'), trimmed.lastIndexOf(']')) + 1;
  const literal = trimmed.slice(before.length, end);
  const value = parseLiteral(literal);
  return value === undefined || quotes.isPart(literal) ? undefined : { before, value };
}

/** The value of a JSON object or list, or of the Python literal that stands for one. */
function parseLiteral(text: string): unknown {
  const value = parseJson(text) ?? parseJson(toJson(text)) ?? parseJson(readLineFeeds(text));
  // A list of numbers is a range within a sentence.
  const hasObjects = isJsonObject(value) || asList(value).some(isJsonObject);
  return hasObjects ? value : undefined;
}

/** Bytes of Python's, in which line feeds between the fields are two characters. */
function readLineFeeds(text: string): string {
  return text.replace(/(?<!\\)\\n/g, '\n');
}

const PYTHON_TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\b(?:None|True|False)\b/g;
const PYTHON_WORDS: Readonly<Record<string, string>> = {
  None: 'null',
  True: 'true',
  False: 'false',
};

function toJson(pythonLiteral: string): string {
  return pythonLiteral.replace(PYTHON_TOKEN, (token) => {
    if (!token.startsWith("'")) return PYTHON_WORDS[token] ?? token;

    const text = token.slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"');
    return `"${text}"`;
  });
}
