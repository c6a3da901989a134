import { createDiscord } from './discord/index.ts';
import type { PlatformFactory } from './platform-parts.ts';
import { createTelegram } from './telegram/index.ts';

/** Every chat network that Parley can connect to, by its name. */
export const platforms: Readonly<Record<string, PlatformFactory>> = {
  discord: createDiscord,
  telegram: createTelegram,
};
