import { ConfigError } from '../../../errors.ts';

/** Throws where HTTP itself would refuse the key at the first question. */
export function checkApiKey(variable: string, key: string): void {
  if (/^[\x21-\x7e]+$/.test(key)) return;
  throw new ConfigError(
    `${variable} holds characters that no key has. Copy it again, without quotes and spaces.`,
  );
}
