export type JsonObject = Readonly<Record<string, unknown>>;

/** `undefined`: it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at `path`, as far as it leads through objects. */
export function dig(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (isJsonObject(at) ? at[name] : undefined), value);
}

/** The value, or the first one of a list of them: Gemini wraps its errors in one. */
export function unwrapList(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

/** What is no list is an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
