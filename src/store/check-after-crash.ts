import { resolve } from 'node:path';
import type { Log } from '../lib/log.ts';
import { DAMAGE_CURE } from './explain-sqlite.ts';
import { findDamage } from './find-damage.ts';
import { splitUrl } from './split-url.ts';

/**
 * Searches the store for damage after its last process did not end in order. Logs what it finds, and
 * how to cure it; never rejects. Parley works meanwhile: a damaged part concerns few conversations.
 */
export async function checkAfterCrash(url: string, log: Log): Promise<void> {
  const { scheme, path } = splitUrl(url);
  if (scheme !== 'sqlite') return;

  const file = resolve(path);
  try {
    const problems = await findDamage(file);
    if (!problems) {
      log.warn(
        { file },
        'store: the last run did not end in order, but the file is too large to check it',
      );
    } else if (problems.length > 0) {
      log.error({ file, problems }, `store: the file is damaged. ${DAMAGE_CURE}`);
    } else log.info({ file }, 'store: the last run did not end in order; the file is whole');
  } catch (error) {
    log.warn({ file, error }, 'store: the file cannot be checked');
  }
}
