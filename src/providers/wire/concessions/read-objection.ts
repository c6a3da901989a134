import type { ChatRequest } from '../../../contracts/provider.ts';
import { isJsonObject, parseJson } from '../json.ts';

/** The parts of a refusal that may say what is wrong with the request. */
export interface Objection {
  /** The fields of the request that machine-readable parts of the refusal name. */
  readonly fields: readonly string[];
  /** All sentences, in small letters, without the texts of the request. */
  readonly text: string;
}

/** The sentences about a request are short. More is a web page, a trace or the prompt. */
const MAX_CHARACTERS = 4_000;
/** Gateways wrap the refusal of the service behind them as text, several times over. */
const MAX_DEPTH = 8;
/** A shorter text of a message may be a word that the refusal itself needs. */
const MIN_QUOTE_CHARACTERS = 12;

/** Reads a refusal of any shape. `request` is the refused one, which messages may quote. */
export function readObjection(body: string, { system, messages }: ChatRequest): Objection {
  const leaves = listLeaves(body, MAX_DEPTH);
  const textsOf = (kind: Leaf['kind']) =>
    leaves.filter((leaf) => leaf.kind === kind).map(({ text }) => text);

  const quotes = [system ?? '', ...messages.map(({ text }) => text)].map(tidy);
  const text = quotes
    .filter((quote) => quote.length >= MIN_QUOTE_CHARACTERS)
    .reduce(omitQuote, tidy(textsOf('sentence').join('\n')));
  return { fields: textsOf('field'), text: text.slice(0, MAX_CHARACTERS) };
}

/** Long texts are often cut where they are quoted, so any beginning counts. */
function omitQuote(text: string, quote: string): string {
  const beginning = quote.slice(0, MIN_QUOTE_CHARACTERS);
  const [first = '', ...others] = text.split(beginning);
  const rest = quote.slice(MIN_QUOTE_CHARACTERS);
  return first + others.map((other) => other.slice(sharedLength(other, rest))).join('');
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

interface Leaf {
  readonly kind: 'field' | 'sentence';
  readonly text: string;
}

function listLeaves(value: unknown, depth: number): readonly Leaf[] {
  if (depth === 0) return [];
  if (typeof value === 'string') return readText(value, depth);
  if (Array.isArray(value)) return value.flatMap((item) => listLeaves(item, depth - 1));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, child]) => readProperty(name, child, depth));
}

function readText(text: string, depth: number): readonly Leaf[] {
  const json = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
  return json === undefined ? [{ kind: 'sentence', text }] : listLeaves(json, depth - 1);
}

function readProperty(name: string, value: unknown, depth: number): readonly Leaf[] {
  // The value that was refused, as FastAPI repeats it.
  if (name === 'input') return [];
  if (!isFieldName(name, value)) return listLeaves(value, depth - 1);
  return value.length > 0 ? [{ kind: 'field', text: toFieldName(value) }] : [];
}

/** `param`: OpenAI. `loc`: FastAPI, behind many servers. `field`: Google. */
function isFieldName(name: string, value: unknown): value is string | readonly unknown[] {
  if (name === 'loc') return Array.isArray(value);
  return (name === 'param' || name === 'field') && typeof value === 'string';
}

/** As `temperature`, `messages.0.role` or `generation_config.top_k`. */
function toFieldName(value: string | readonly unknown[]): string {
  const name = typeof value === 'string' ? value : value.join('.');
  return name.replace(/^body\.?/, '').replaceAll(/\[(\w+)\]/g, '.$1');
}

/** Without the backslashes of JSON inside of text, and without the separators of numbers. */
function tidy(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('\\', '')
    .replaceAll(/(?<=\d),(?=\d{3}\b)/g, '');
}
