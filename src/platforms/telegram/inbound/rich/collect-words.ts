import { wordsReader } from '../readers.ts';

/** The fields that hold words of a person in Telegram's objects, in the order in which people see them. */
const WORD_FIELDS = [
  'title',
  'name',
  'question',
  'summary',
  'label',
  'text',
  'alternative_text',
  'expression',
  'description',
  'caption',
  'blocks',
  'items',
  'cells',
  'options',
  'tasks',
  'credit',
  'button',
  'buttons',
  'emoji',
  'address',
  'url',
];
const MAX_PARTS = 20_000;

/**
 * The words in an object of an unknown type, at any depth. Does not call itself, because such objects may
 * be deeper than the stack.
 */
export function collectWords(value: unknown, separator = ''): string {
  const found: string[] = [];
  const rest: unknown[] = [value];

  for (let count = 0; rest.length > 0 && count < MAX_PARTS; count += 1) {
    const part = rest.pop();
    if (typeof part === 'string') found.push(wordsReader(part) ?? '');
    else if (Array.isArray(part)) rest.push(...part.slice(0, MAX_PARTS).reverse());
    else if (typeof part === 'object' && part !== null)
      rest.push(...wordFieldsOf(part).toReversed());
  }

  return found.filter(Boolean).join(separator);
}

function wordFieldsOf(part: object): readonly unknown[] {
  return WORD_FIELDS.filter((field) => Object.hasOwn(part, field)).map(
    (field) => (part as Readonly<Record<string, unknown>>)[field],
  );
}
