import { badRequest } from './api-error.ts';

/** The parameters of a call. JSON values are in their text form. */
export type Params = ReadonlyMap<string, string>;

/** Reads a whole number. Anything else counts as absent, because the real server is as lenient. */
export function readInteger(params: Params, name: string): number | undefined {
  const value = params.get(name)?.trim();
  return value !== undefined && /^[+-]?\d{1,16}$/.test(value) ? Number(value) : undefined;
}

/** Reads a boolean; absent is `false`. */
export function readFlag(params: Params, name: string): boolean {
  return ['true', 'yes', '1'].includes(params.get(name)?.toLowerCase() ?? '');
}

/**
 * Parses the JSON of a parameter. `undefined`: absent or empty. `typeName` names its type in the
 * error.
 */
function readJson(params: Params, name: string, typeName: string): unknown {
  const value = params.get(name);
  if (value === undefined || value.trim() === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw badRequest(`can't parse ${typeName} JSON object`);
  }
}

/** A parsed JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True when a value is a JSON object, and not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a JSON object. `typeName` names its type in the error. */
export function readObject(params: Params, name: string, typeName: string): JsonObject | undefined {
  const value = readJson(params, name, typeName);
  if (value === undefined) return undefined;
  if (!isObject(value)) throw badRequest(`object expected as ${typeName}`);
  return value;
}

/** Reads a JSON list. `typeName` names the type of its entries in the error. */
export function readList(
  params: Params,
  name: string,
  typeName: string,
): readonly unknown[] | undefined {
  const value = readJson(params, name, typeName);
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw badRequest(`expected an Array of ${typeName}`);
  return value;
}

/** Reads the id of a message, which must be given. */
export function readMessageId(params: Params, name = 'message_id'): number {
  const id = readInteger(params, name);
  if (id === undefined || id <= 0) throw badRequest('message identifier is not specified');
  return id;
}
