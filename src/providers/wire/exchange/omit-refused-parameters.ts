import type { JsonObject } from '../json.ts';
import type { Refusal } from './send.ts';

/** The words with which back ends say that they or this model do not know a parameter. */
const UNKNOWN_PARAMETER =
  /not (?:be |currently |)(?:supported|permitted|allowed|specified)|does not support|unsupported|unknown|unrecognized|unexpected|deprecated|cannot both|extra/i;

/**
 * The body to send after a refusal that names some of the optional parameters: `body` with the
 * others. `undefined`: the request was refused for another reason.
 */
export function omitRefusedParameters(
  body: JsonObject,
  optional: JsonObject,
  refusal: Refusal,
): { body: JsonObject } | undefined {
  const isBadRequest = refusal.status === 400 || refusal.status === 422;
  if (!isBadRequest || !UNKNOWN_PARAMETER.test(refusal.body)) return undefined;

  const kept = Object.entries(optional).filter(([name]) => !refusal.body.includes(name));
  if (kept.length === Object.keys(optional).length) return undefined;

  return { body: { ...body, ...Object.fromEntries(kept) } };
}
