import { readFileSync } from 'node:fs';

/** Reads the version of this Parley: `0.1.0`. */
export function readOwnVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return String(JSON.parse(text).version);
}
