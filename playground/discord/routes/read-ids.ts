import { ApiError } from '../api-error.ts';
import type { RouteCall } from '../http/route.ts';
import { isSnowflake } from '../snowflakes.ts';

/** Reads an id in the path. Anything else is an invalid form, as on the real API. */
export function readPathId(call: RouteCall, name: string): string {
  const id = call.param(name);
  if (isSnowflake(id)) return id;
  const message = `Value "${id.slice(0, 100)}" is not snowflake.`;
  throw ApiError.invalidForm({
    [`${name}_id`]: { _errors: [{ code: 'NUMBER_TYPE_COERCE', message }] },
  });
}

/** Reads a whole number from 1 to `max` in the query. */
export function readQueryNumber(
  call: RouteCall,
  name: string,
  fallback: number,
  max: number,
): number {
  const text = call.query.get(name);
  if (text === null) return fallback;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= max) return value;
  const message = `int value should be between 1 and ${max}.`;
  throw ApiError.invalidForm({ [name]: { _errors: [{ code: 'NUMBER_TYPE_MAX', message }] } });
}

/** Reads an id in the query. */
export function readQueryId(call: RouteCall, name: string): string | undefined {
  const text = call.query.get(name);
  if (text === null || isSnowflake(text)) return text ?? undefined;
  const message = `Value "${text.slice(0, 100)}" is not snowflake.`;
  throw ApiError.invalidForm({ [name]: { _errors: [{ code: 'NUMBER_TYPE_COERCE', message }] } });
}
