import type { JsonObject } from '../json.ts';
import type { Refusal } from './send.ts';

const DOES_NOT_KNOW =
  /not (?:be |currently |)(?:supported|permitted|allowed|specified)|does not support|unsupported|unknown|unrecognized|unexpected|deprecated|cannot both|extra/i;

/**
 * The body to send instead where a refusal names parts of it that the answer does not need, and that the back end or this model does
 * not know. `undefined`: it was refused for something else.
 */
export function omitRefusedParameters(
  body: JsonObject,
  optional: JsonObject,
  refusal: Refusal,
): { body: JsonObject } | undefined {
  if ((refusal.status !== 400 && refusal.status !== 422) || !DOES_NOT_KNOW.test(refusal.body))
    return undefined;
  const kept = Object.entries(optional).filter(([name]) => !refusal.body.includes(name));
  if (kept.length === Object.keys(optional).length) return undefined;
  return { body: { ...body, ...Object.fromEntries(kept) } };
}
