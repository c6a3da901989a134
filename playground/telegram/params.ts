import { badRequest } from './api-error.ts';

export type Params = ReadonlyMap<string, string>;

/** As lenient as the real server: what is no number counts as none. */
export function readInteger(params: Params, name: string): number | undefined {
  const value = params.get(name)?.trim();
  return value !== undefined && /^[+-]?\d{1,16}$/.test(value) ? Number(value) : undefined;
}

export function readFlag(params: Params, name: string): boolean {
  return ['true', 'yes', '1'].includes(params.get(name)?.toLowerCase() ?? '');
}

/** The parsed JSON of a parameter. `undefined`: absent or empty. */
export function readJson(params: Params, name: string, what: string): unknown {
  const value = params.get(name);
  if (value === undefined || value.trim() === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw badRequest(`can't parse ${what} JSON object`);
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readObject(params: Params, name: string, what: string): JsonObject | undefined {
  const value = readJson(params, name, what);
  if (value === undefined) return undefined;
  if (!isObject(value)) throw badRequest(`object expected as ${what}`);
  return value;
}

export function readList(
  params: Params,
  name: string,
  what: string,
): readonly unknown[] | undefined {
  const value = readJson(params, name, what);
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw badRequest(`expected an Array of ${what}`);
  return value;
}

export function readMessageId(params: Params, name = 'message_id'): number {
  const id = readInteger(params, name);
  if (id === undefined || id <= 0) throw badRequest('message identifier is not specified');
  return id;
}
