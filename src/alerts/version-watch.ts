import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { readBounded } from '../lib/read-bounded.ts';
import { withTimeout } from '../lib/with-timeout.ts';
import type { Signs } from './read-observation.ts';
import { readVersion } from './read-version.ts';
import { repeat } from './repeat.ts';
import { idOf, type Trouble } from './trouble.ts';

/** Sends a request, by the proxy where one is set. Follows no redirect. */
export type AskForVersion = (request: {
  readonly method: 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}) => Promise<{ readonly status: number; readonly body: AsyncIterable<Uint8Array> }>;

interface VersionWatchParts {
  /** `UPDATE_CHECK`. */
  readonly url: string;
  /** The version that runs. */
  readonly current: string;
  readonly http: AskForVersion;
  readonly clock: Clock;
  readonly log: Log;
  /** The ids of the open troubles. */
  openIds(): readonly string[];
  onSigns(signs: Signs): void;
}

const DAY_MS = 24 * 60 * 60_000;
const FIRST_LOOK_MS = 2 * 60_000;
const TIMEOUT_MS = 20_000;
/** GitHub's text about a release can be long. */
const MAX_BYTES = 1024 * 1024;

/** Asks once a day for the newest version. Gives the function that ends it. */
export function startVersionWatch(parts: VersionWatchParts): () => void {
  const { url, current, http, clock, log, openIds, onSigns } = parts;

  /** @throws An error without the address, which may have a secret. */
  async function ask(signal: AbortSignal): Promise<string | undefined> {
    // GitHub refuses requests that do not say who asks.
    const headers = { accept: 'application/json', 'user-agent': `parley/${current}` };
    const { status, body } = await http({ method: 'GET', url, headers, signal });
    const bytes = await readBounded(body, MAX_BYTES, () => new Error('The answer is too large.'));
    if (status !== 200) throw new Error(`The answer has the status ${status}.`);
    return readVersion(JSON.parse(bytes.toString('utf8')), current);
  }

  async function look(): Promise<void> {
    try {
      const onTimeout = () => new Error('There was no answer in time.');
      const version = await withTimeout({ clock, timeoutMs: TIMEOUT_MS, onTimeout }, ask);
      const found: Trouble | undefined =
        version === undefined ? undefined : { kind: 'newVersion', version, current };
      // A newer version, or the update, takes the place of the one that was told.
      const isOld = (id: string) => id.startsWith('newVersion ') && id !== (found && idOf(found));
      onSigns({ over: openIds().filter(isOld), ...(found ? { seen: found } : {}) });
    } catch (error) {
      const reason = error instanceof SyntaxError ? 'The answer is no JSON.' : String(error);
      log.warn(
        { host: URL.parse(url)?.host, error: reason },
        'alerts: UPDATE_CHECK gives no version, asking again tomorrow',
      );
    }
  }

  return repeat({ clock, firstMs: FIRST_LOOK_MS, everyMs: DAY_MS }, look);
}
