/** A parsed JSON object. Its properties are unchecked. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value of a JSON text, or `undefined` when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True for an object, which is neither a list nor `null`. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value that nested objects hold at `path`, or `undefined` when the path ends before. */
export function dig(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) found = isJsonObject(found) ? found[name] : undefined;
  return found;
}

/** The first item of a list, or any other value itself. Gemini wraps its errors in a list. */
export function unwrapList(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

/** The value itself when it is a list, an empty list otherwise. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
