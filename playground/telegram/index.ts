import { systemClock } from '../../src/lib/clock.ts';
import { createBotApi } from './bot-api.ts';
import { CallLog } from './controls/call-log.ts';
import { createControls } from './controls/controls.ts';
import { createFirstWorld, LOCAL_TOKEN } from './first-world.ts';
import { startBotApiServer } from './http/server.ts';
import { TELEGRAM_LIMITS } from './limits.ts';
import type { LocalTelegram, LocalTelegramOptions } from './local-telegram.ts';
import { createClientSide } from './people/client-side.ts';

export { scaleLimits } from './limits.ts';
export type { LocalTelegram, LocalTelegramOptions } from './local-telegram.ts';

/** Starts a local Telegram on 127.0.0.1. Its Bot API refuses what the real one refuses. */
export async function startLocalTelegram(
  options: LocalTelegramOptions = {},
): Promise<LocalTelegram> {
  const { clock = systemClock, port = 0, privacy = true, friends = 'supergroup' } = options;
  const world = createFirstWorld(clock, { ...TELEGRAM_LIMITS, ...options.limits }, friends);
  world.isPrivacyOn = privacy;

  const callLog = new CallLog(clock);
  const server = await startBotApiServer(createBotApi(world, LOCAL_TOKEN, callLog), port);

  return {
    ...createClientSide(world),
    name: 'telegram',
    apiUrl: server.url,
    token: LOCAL_TOKEN,
    controls: createControls(world, callLog.calls),
    async stop() {
      world.close();
      await server.stop();
    },
  };
}
