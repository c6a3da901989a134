import { ConfigError } from '../../../errors.ts';

/** @throws A `ConfigError` for a key that cannot stand in an HTTP header. */
export function checkApiKey(variable: string, key: string): void {
  if (/^[\x21-\x7e]+$/.test(key)) return;

  throw new ConfigError(
    `${variable} holds characters that no key has. Copy it again, without quotes and spaces.`,
  );
}
