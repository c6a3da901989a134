import type { Database } from '../contracts/database.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createLogOnce } from '../lib/log-once.ts';

/** The clock of this machine beside that of the database, which all members know. */
export interface ClockComparison {
  /** The time by which the clock of this machine is ahead. Reads memory only. */
  aheadMs(): number;
  stop(): void;
}

interface CompareParts {
  readonly database: Pick<Database, 'query'>;
  readonly clock: Clock;
  readonly log: Log;
}

const COMPARE_EVERY_MS = 60_000;
/** A slower answer says little about the moment at which it was given. */
const SLOW_MS = 1_000;
/** Machines that are set by NTP differ by far less. */
const MOST_MS = 2_000;

/** Compares the clocks now and every minute, and says when this machine shows another time. */
export async function compareClocks({
  database,
  clock,
  log,
}: CompareParts): Promise<ClockComparison> {
  const warnings = createLogOnce(log);
  let aheadMs = 0;
  let isStopped = false;
  let cancel = () => {};

  async function compare(): Promise<void> {
    const askedAt = clock.now();
    const [row] = await database.query(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
    );
    const tookMs = clock.now() - askedAt;
    if (tookMs < 0 || tookMs > SLOW_MS) return;
    aheadMs = Math.round(askedAt + tookMs / 2 - Number(row?.now));
    if (Math.abs(aheadMs) <= MOST_MS) return warnings.forget();
    warnings.warn(
      'differs',
      { aheadSeconds: Math.round(aheadMs / 1_000) },
      'fleet: the clock of this machine differs from that of the database: let NTP set both, or times that people are told and limits that end are wrong',
    );
  }

  async function keepComparing(): Promise<void> {
    await compare().catch((error: unknown) =>
      log.debug({ error: String(error) }, 'fleet: the clocks were not compared'),
    );
    if (!isStopped) cancel = clock.after(COMPARE_EVERY_MS, () => void keepComparing());
  }

  await keepComparing();
  return {
    aheadMs: () => aheadMs,
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
