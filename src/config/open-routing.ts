import { readFileSync, statSync } from 'node:fs';
import type { Routing } from '../contracts/routing.ts';
import { ConfigError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { KnownProviders } from './check-names.ts';
import { type ReadRouting, readRouting } from './read-routing.ts';

/** The routing as the file says it now. */
export interface RoutingFile {
  readonly current: Routing;
  stop(): void;
}

export interface RoutingFileParts {
  readonly file: string;
  readonly providers: KnownProviders;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where nothing else is said. Nobody misses it. */
export const USUAL_ROUTING_FILE = './parley.yaml';

/** The stamp of a file that is not there. */
const NOWHERE = 'none';

/** Looked at, not watched: file events get lost in containers, and where editors replace a file by another one. */
const LOOK_EVERY_MS = 1_000;
/** Many times what anybody writes; reading more would hold up running answers for seconds. */
const MOST_BYTES = 128 * 1024;

/**
 * Reads the file and, whenever it changes, reads it again; it may come and go. A broken edit is logged, and what was read before goes on.
 * Throws a `ConfigError` if it is broken now.
 */
export function openRouting({ file, providers, clock, log }: RoutingFileParts): RoutingFile {
  const adopt = ({ routing, warnings }: ReadRouting): Routing => {
    for (const warning of warnings) log.warn({}, warning);
    return routing;
  };
  let seen = stamp(file);
  let adopted = seen;
  let current = adopt(loadRouting(file, providers));
  let isBroken = false;

  const reload = () => {
    try {
      current = adopt(loadRouting(file, providers));
      const news = isBroken
        ? 'is right again and counts from now on'
        : 'was edited and counts from now on';
      log.info({ file }, adopted === NOWHERE ? 'is gone, and what it said counts no more' : news);
      isBroken = false;
    } catch (error) {
      isBroken = true;
      log.error(
        { file, error: error instanceof ConfigError ? error.message : String(error) },
        'cannot be taken over; what was read before goes on',
      );
    }
  };
  const look = () => {
    const now = stamp(file);
    // Only when it has kept still for once: it may be half written, or away for a moment.
    if (now === seen && now !== adopted) {
      adopted = now;
      reload();
    }
    seen = now;
    cancel = clock.after(LOOK_EVERY_MS, look);
  };
  let cancel = clock.after(LOOK_EVERY_MS, look);

  return {
    get current() {
      return current;
    },
    stop: () => cancel(),
  };
}

/** What the file says; one that is not there says nothing. Throws a `ConfigError`. */
export function loadRouting(file: string, providers: KnownProviders): ReadRouting {
  const text = readText(file);
  if (text !== undefined) return readRouting(file, text, providers);
  const missing =
    file === USUAL_ROUTING_FILE ? [] : [`${file} is not there. Create it, or empty PARLEY_CONFIG.`];
  return { routing: readRouting(file, '', providers).routing, warnings: missing };
}

function readText(file: string): string | undefined {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) return undefined;
    if (found.isFile() && found.size <= MOST_BYTES) return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(
      `${file} cannot be read (${(cause as NodeJS.ErrnoException).code}). Look at its permissions.`,
      { cause },
    );
  }
  throw new ConfigError(
    `${file} is no file of at most 128 KiB. Put another path into PARLEY_CONFIG.`,
  );
}

/** Changes when the file does, also when another one takes its place. */
function stamp(file: string): string {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    return found ? [found.ino, found.size, found.mtimeMs, found.ctimeMs].join() : NOWHERE;
  } catch {
    return 'unreadable';
  }
}
