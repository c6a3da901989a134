import { resolve } from 'node:path';
import { splitUrl } from './split-url.ts';

/** The file that STORE_URL names. `undefined`: the store is no file. */
export function storeFile(url: string): string | undefined {
  const { scheme, path } = splitUrl(url);
  return scheme === 'sqlite' && path !== '' ? resolve(path) : undefined;
}
