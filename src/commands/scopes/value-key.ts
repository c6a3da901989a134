import { createHash } from 'node:crypto';

const SHORT = /^[\w.,-]{1,20}$/;

/**
 * The key of a value in the ids of buttons, which have 64 bytes on Telegram: the value itself, or a hash of a
 * long one. It depends on nothing else, so it works after a restart.
 */
export function valueKey(value: string): string {
  return SHORT.test(value) ? value : createHash('sha256').update(value).digest('hex').slice(0, 16);
}
