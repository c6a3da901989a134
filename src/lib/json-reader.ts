/**
 * Reads a value of any type and never throws. `undefined`: the value is not what the reader reads.
 *
 * Readers are for data from outside: a part that is not understood is left out, and the
 * rest is read.
 */
export type JsonReader<Value> = (value: unknown) => Value | undefined;

/** The type of what a reader reads. */
export type ReadBy<Reader extends JsonReader<unknown>> = NonNullable<ReturnType<Reader>>;

type Readers = Readonly<Record<string, JsonReader<unknown>>>;

type FieldsOf<Fields extends Readers, Required extends keyof Fields> = {
  readonly [Name in Required]: NonNullable<ReturnType<Fields[Name]>>;
} & {
  readonly [Name in Exclude<keyof Fields, Required>]?: NonNullable<ReturnType<Fields[Name]>>;
};

/** Lists of the networks are much shorter. */
const MAX_ITEMS = 1_000;

/** Reads `true` and `false`. */
export const booleanReader: JsonReader<boolean> = (value) =>
  typeof value === 'boolean' ? value : undefined;

/** Reads a whole number that has an exact value. Some servers write numbers as digits in a text. */
export const integerReader: JsonReader<number> = (value) => {
  const isText = typeof value === 'string' && /^-?\d{1,16}$/.test(value);
  const number = isText ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
};

/** Reads a number that may have a fraction. */
export const numberReader: JsonReader<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** Reads any object that is no list, for fields of which only the presence matters. */
export const objectReader: JsonReader<object> = (value) =>
  isRecord(value) ? (value as object) : undefined;

/**
 * Reads a text and cuts what is longer. Halves of characters become U+FFFD, because neither a
 * network nor a model server takes them.
 */
export const textReader =
  (maxLength: number): JsonReader<string> =>
  (value) =>
    typeof value === 'string' ? value.slice(0, maxLength).toWellFormed() : undefined;

/** Reads a text that matches `pattern` as a whole. Cuts nothing: a part of an id is another id. */
export const patternReader =
  (pattern: RegExp): JsonReader<string> =>
  (value) => {
    const text = Number.isSafeInteger(value) ? String(value) : value;
    return typeof text === 'string' && pattern.test(text) ? text : undefined;
  };

/** Reads one of some words. */
export const wordReader =
  <const Word extends string>(words: readonly Word[]): JsonReader<Word> =>
  (value) =>
    words.find((word) => word === value);

/** Reads a list. Items that `item` cannot read are left out. */
export const listReader =
  <Value>(item: JsonReader<Value>): JsonReader<readonly Value[]> =>
  (value) => {
    if (!Array.isArray(value)) return undefined;
    return value.slice(0, MAX_ITEMS).flatMap((each) => item(each) ?? []);
  };

/** Reads an object with any names. Values that `item` cannot read are left out. */
export const recordReader =
  <Value>(item: JsonReader<Value>): JsonReader<ReadonlyMap<string, Value>> =>
  (value) => {
    if (!isRecord(value)) return undefined;
    const entries = Object.entries(value)
      .slice(0, MAX_ITEMS)
      .flatMap(([name, each]) => {
        const read = item(each);
        return read === undefined ? [] : [[name, read] as const];
      });
    return new Map(entries);
  };

/**
 * Reads the named fields of an object. Fields that are absent, null or unreadable are left out;
 * without one of the `required` fields, the whole object is unreadable.
 */
export function fieldsReader<
  Fields extends Readers,
  Required extends keyof Fields & string = never,
>(fields: Fields, ...required: readonly Required[]): JsonReader<FieldsOf<Fields, Required>> {
  const readers = Object.entries(fields);

  return (value) => {
    if (!isRecord(value)) return undefined;

    const result: Record<string, unknown> = {};
    for (const [name, read] of readers) {
      const field = Object.hasOwn(value, name) ? read(value[name]) : undefined;
      if (field !== undefined) result[name] = field;
    }

    const isComplete = required.every((name) => name in result);
    // Each field has the type of its reader.
    return isComplete ? (result as FieldsOf<Fields, Required>) : undefined;
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
