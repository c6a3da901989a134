import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Routing } from '../contracts/routing.ts';
import { ConfigError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { ProviderNames } from './check-names.ts';
import { type RoutingResult, readRouting } from './read-routing.ts';

/** The routing in a file that people may edit at any time. */
export interface RoutingFile {
  /** The newest valid routing. */
  readonly current: Routing;
  /** Tells two texts of the file apart, and nothing of what they say. */
  readonly fingerprint: string;
  /** Stops looking for changes. */
  stop(): void;
}

/** The path of the file, and the parts that its reader uses. */
interface RoutingFileOptions {
  readonly file: string;
  readonly providers: ProviderNames;
  readonly clock: Clock;
  readonly log: Log;
}

/** The default of PARLEY_CONFIG. This file may be missing without a warning. */
export const DEFAULT_ROUTING_FILE = './parley.yaml';

/** The stamp of a file that does not exist. */
const MISSING = 'missing';

/**
 * Polls, because file events get lost in containers, and when an editor replaces the file by another
 * one.
 */
const LOOK_EVERY_MS = 1_000;
/**
 * Many times the size of a real file. Reading a far
 * larger one would delay running answers for seconds.
 */
const MAX_BYTES = 128 * 1024;

/**
 * Reads the routing, and reads it again whenever the file changes, appears or disappears. Logs the
 * errors of a broken edit, and keeps the last valid routing.
 *
 * @throws A `ConfigError` when the file is broken now.
 */
export function openRouting({ file, providers, clock, log }: RoutingFileOptions): RoutingFile {
  // Read before the load, so that a change in between still counts as a change.
  let lastStamp = stampOf(file);
  let loadedStamp = lastStamp;
  let fingerprint = '';
  let current = load();
  let isBroken = false;
  let cancel = clock.after(LOOK_EVERY_MS, look);

  function load(): Routing {
    const text = readText(file);
    const { routing, warnings } = parse(file, text, providers);
    fingerprint = fingerprintOf(text);
    for (const warning of warnings) log.warn({}, `routing: ${warning}`);
    return routing;
  }

  function reload(): void {
    try {
      current = load();
      log.info({ file }, describeReload());
      isBroken = false;
    } catch (error) {
      isBroken = true;
      const reason = error instanceof ConfigError ? error.message : String(error);
      log.error(
        { file, error: reason },
        'routing: the file is invalid, keeping the last valid one',
      );
    }
  }

  function describeReload(): string {
    if (loadedStamp === MISSING) return 'routing: the file is gone, its rules no longer apply';
    return isBroken
      ? 'routing: the file is valid again, loaded'
      : 'routing: the file changed, loaded';
  }

  function look(): void {
    const stamp = stampOf(file);
    // Loads only a file that has not changed since the last
    // look: it may be half written, or missing for a moment.
    if (stamp === lastStamp && stamp !== loadedStamp) {
      loadedStamp = stamp;
      reload();
    }
    lastStamp = stamp;
    cancel = clock.after(LOOK_EVERY_MS, look);
  }

  return {
    get current() {
      return current;
    },
    get fingerprint() {
      return fingerprint;
    },
    stop: () => cancel(),
  };
}

/**
 * Loads the routing once. A missing file is an empty routing.
 *
 * @throws A `ConfigError` when the file is broken.
 */
export function loadRouting(file: string, providers: ProviderNames): RoutingResult {
  return parse(file, readText(file), providers);
}

function parse(file: string, text: string | undefined, providers: ProviderNames): RoutingResult {
  if (text !== undefined) return readRouting(file, text, providers);

  const { routing } = readRouting(file, '', providers);
  const warning = `${file} does not exist. Create it, or empty PARLEY_CONFIG.`;
  return { routing, warnings: file === DEFAULT_ROUTING_FILE ? [] : [warning] };
}

/** A missing file says the same as an empty one. */
function fingerprintOf(text = ''): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** `undefined`: the file does not exist. */
function readText(file: string): string | undefined {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats) return undefined;
    if (stats.isFile() && stats.size <= MAX_BYTES) return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigError(`${file} cannot be read (${code}). Check its permissions.`, { cause });
  }
  throw new ConfigError(
    `${file} is not a file of at most 128 KiB. Set PARLEY_CONFIG to another path.`,
  );
}

/** A text that changes when the file changes, or when another file replaces it. */
function stampOf(file: string): string {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats ? [stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join() : MISSING;
  } catch {
    return 'unreadable';
  }
}
