import { systemClock } from '../../src/lib/clock.ts';
import { addBot, localTokenOf } from './add-bot.ts';
import { createBotApi } from './bot-api.ts';
import { CallLog } from './controls/call-log.ts';
import { createControls } from './controls/controls.ts';
import { createFirstWorld } from './first-world.ts';
import { type BotApi, startBotApiServer } from './http/server.ts';
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
  world.isLocalMode = options.isLocalMode ?? false;

  const callLog = new CallLog(clock);
  const others = (options.moreBots ?? []).map((name) => addBot(world, name));
  const worlds = [world, ...others];
  const apis = new Map(
    worlds.map((each) => [localTokenOf(each), createBotApi(each, localTokenOf(each), callLog)]),
  );
  const firstApi = createBotApi(world, localTokenOf(world), callLog);
  // The first one refuses a token that is nobody's.
  const apiOf = (token: string): BotApi => apis.get(token) ?? firstApi;
  const api: BotApi = {
    uploadBytes: firstApi.uploadBytes,
    call: (token, ...call) => apiOf(token).call(token, ...call),
    download: (token, path) => apiOf(token).download(token, path),
  };
  const server = await startBotApiServer(api, port);

  return {
    ...createClientSide(world),
    name: 'telegram',
    apiUrl: server.url,
    token: localTokenOf(world),
    moreBots: others.map((other) => ({ ...createClientSide(other), token: localTokenOf(other) })),
    controls: createControls(world, callLog.calls),
    async stop() {
      for (const each of worlds) each.close();
      await server.stop();
    },
  };
}
