import type { Platform } from '../contracts/platform.ts';
import { PlatformError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { withTimeout } from '../lib/with-timeout.ts';
import { explain } from './explain.ts';
import type { Row } from './row.ts';

const CHECK_TIMEOUT_MS = 10_000;

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
  const onTimeout = () =>
    new PlatformError(`${part} gave no answer within ${CHECK_TIMEOUT_MS / 1000} s.`, {
      kind: 'network',
      platform: part,
    });

  try {
    const findings = await withTimeout(
      { clock, timeoutMs: CHECK_TIMEOUT_MS, onTimeout },
      async (signal) => platform.check?.(signal),
    );
    return (findings ?? []).map((finding) => ({ part, ...finding }));
  } catch (error) {
    return [{ part, ...explain(part, 'connection', error) }];
  } finally {
    // Frees the connections of the platform. The doctor does not wait, because they may hang.
    platform.stop().catch(() => {});
  }
}
