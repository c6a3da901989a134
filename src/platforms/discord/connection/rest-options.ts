import type { RESTOptions } from 'discord.js';
import { acceptEmptyAnswers } from './discord-js-patches/accept-empty-answers.ts';
import type { LoadedDiscord } from './load-discord.ts';

const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Makes discord.js neither wait nor retry, which is the job of `replies/`. Its own queue would
 * replay outdated edits.
 */
export function fixedRestOptions({ sdk, agent }: LoadedDiscord): Partial<RESTOptions> {
  return {
    agent,
    makeRequest: acceptEmptyAnswers(sdk.DefaultRestOptions.makeRequest),
    retries: 0,
    timeout: REQUEST_TIMEOUT_MS,
    rejectOnRateLimit: () => true,
  };
}
