import { parseEnv } from 'node:util';
import { ConfigError } from '../../errors.ts';

/** Quotes in the order of preference. Docker Compose fills in `$` everywhere but between single quotes. */
const QUOTES = ["'", '"', '`'];

/**
 * Writes a line of an environment file from which Node reads exactly this value.
 *
 * @throws A `ConfigError` when no way of writing keeps the value.
 */
export function writeAssignment(name: string, value: string): string {
  const quoted = QUOTES.map((quote) => quote + value + quote);
  // A quote at its beginning would take the following lines for a part of the value.
  const plain = /^["'`]/.test(value) ? [] : [value];
  const spellings = /[$\\]/.test(value) ? [...quoted, ...plain] : [...plain, ...quoted];

  const spelling = spellings.find((each) => parseEnv(`${name}=${each}\n`)[name] === value);
  if (spelling === undefined) {
    throw new ConfigError(
      `${name} cannot be written into an environment file: the value holds every kind of quotes. Choose one without one of ' " \`.`,
    );
  }
  return `${name}=${spelling}`;
}
