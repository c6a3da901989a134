import { asList, dig, type JsonObject } from '../json.ts';
import type { ErrorParts } from './collect-error.ts';
import type { QuoteCheck } from './quote-check.ts';

/** The fields with machine-readable words, from the one that is most precise to the vaguest one. */
const CODE_FIELDS = [
  'error_code',
  'reason',
  'error_type',
  'code',
  'status',
  '__type',
  'errorType',
  'type',
];
const CODE = /^[a-z][\w.:/-]{1,60}$/i;
/** Words in place of a code that say nothing. */
const EMPTY_CODES = new Set(['error', 'none', 'null', 'undefined', 'unknown']);
/** MiniMax writes its number behind the sentence: `insufficient balance (1008)`. */
const NUMBER_BEHIND_SENTENCE = /\((\d{4})\)\s*$/;

/**
 * Lists the machine-readable words of an error in small letters, the most precise ones of each object
 * first. The numbers of a vendor get its name, since the same number means something else at
 * another one: `zhipu 1113`.
 *
 * @param quotes Finds the words of the request. A number among them is no code.
 */
export function listCodes({ objects, texts }: ErrorParts, quotes: QuoteCheck): readonly string[] {
  const words = objects.flatMap((object) => [
    ...CODE_FIELDS.map((name) => toCode(object[name])),
    // OpenRouter's moderation comes with the status of a key without permission.
    asList(dig(object, 'metadata', 'reasons')).length > 0 ? 'content_policy_violation' : undefined,
  ]);
  const numbers = [
    ...objects.map(readVendorNumber),
    ...texts.map((text) => readNumberBehind(text, quotes)),
  ];

  return [...words, ...numbers].filter((code) => code !== undefined);
}

function readNumberBehind(text: string, quotes: QuoteCheck): string | undefined {
  const found = NUMBER_BEHIND_SENTENCE.exec(text);
  return found && !quotes.isPart(found[0]) ? toVendorNumber('minimax', found[1]) : undefined;
}

/** The last part of AWS's `com.amazon.coral#ThrottlingException` is its code. */
function toCode(value: unknown): string | undefined {
  const word = typeof value === 'string' ? value.split('#').at(-1) : undefined;
  if (word === undefined || !CODE.test(word)) return undefined;

  const code = word.toLowerCase();
  return EMPTY_CODES.has(code) ? undefined : code;
}

/** The number of a vendor that has numbers instead of words, by the shape of its errors. */
function readVendorNumber(object: JsonObject): string | undefined {
  if ('status_msg' in object) return toVendorNumber('minimax', object.status_code);
  if ('error_msg' in object) return toVendorNumber('baidu', object.error_code);

  // Mistral has numbers and `object`, and Hunyuan has numbers and `id`. They mean other things.
  const isOther = object.object === 'error' || 'id' in object;
  const isNumber = typeof object.code === 'number' || typeof object.code === 'string';
  const number = isOther || !isNumber ? '' : String(object.code);
  if (/^1\d{3}$/.test(number)) return toVendorNumber('zhipu', number);
  return /^[2356]\d{4}$/.test(number) ? toVendorNumber('siliconflow', number) : undefined;
}

function toVendorNumber(vendor: string, number: unknown): string | undefined {
  return number ? `${vendor} ${number}` : undefined;
}
