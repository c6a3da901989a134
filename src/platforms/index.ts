import { createDiscord } from './discord/index.ts';
import type { PlatformFactory } from './platform-parts.ts';
import { createTelegram } from './telegram/index.ts';

/** Every network that Parley knows. */
export const platforms: readonly PlatformFactory[] = [
  createDiscord, //
  createTelegram,
];
