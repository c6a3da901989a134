import { createDiscord } from './discord/index.ts';
import type { PlatformFactory } from './platform-parts.ts';
import { createTelegram } from './telegram/index.ts';

/** Every chat network that Parley can connect to. */
export const platforms: readonly PlatformFactory[] = [
  createDiscord, //
  createTelegram,
];
