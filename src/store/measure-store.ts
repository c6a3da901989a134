import { stat } from 'node:fs/promises';
import { splitUrl } from './split-url.ts';

/** The files of one SQLite database: itself, and what is not merged into it yet. */
const ENDINGS = ['', '-wal', '-shm'];

/** The size on disk of the store that STORE_URL names, in bytes. `undefined`: it is not on disk. Never rejects. */
export async function measureStore(url: string): Promise<number | undefined> {
  const { scheme, path } = splitUrl(url);
  if (scheme !== 'sqlite') return undefined;

  const sizes = await Promise.all(
    ENDINGS.map((ending) =>
      stat(`${path}${ending}`).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
