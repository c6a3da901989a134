import type { Platform } from '../contracts/platform.ts';
import { PlatformError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { explain } from './explain.ts';
import type { Row } from './row.ts';
import { within } from './within.ts';

const LONGEST_CHECK_MS = 10_000;

/** Asks each network about the bot. Never rejects. */
export async function checkPlatforms(
  platforms: readonly Platform[],
  clock: Clock,
): Promise<readonly Row[]> {
  const rows = await Promise.all(platforms.map((platform) => checkPlatform(platform, clock)));
  return rows.flat();
}

async function checkPlatform(platform: Platform, clock: Clock): Promise<readonly Row[]> {
  const { name: part } = platform;
  const overdue = (seconds: number) =>
    new PlatformError(`${part} gave no answer within ${seconds} s.`, {
      kind: 'network',
      platform: part,
    });
  try {
    const findings = await within({ clock, ms: LONGEST_CHECK_MS, overdue }, async (signal) =>
      platform.check?.(signal),
    );
    return (findings ?? []).map((finding) => ({ part, ...finding }));
  } catch (error) {
    return [{ part, ...explain(part, 'connection', error) }];
  } finally {
    // Frees its connections; what hangs is not waited for.
    platform.stop().catch(() => {});
  }
}
