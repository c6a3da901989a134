import type { RESTOptions } from 'discord.js';
import { acceptEmptyAnswers } from './discord-js-patches/accept-empty-answers.ts';
import type { LoadedDiscord } from './load-discord.ts';

const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Makes discord.js neither wait nor retry, which is the job of `replies/`. Its own queue would
 * replay outdated edits. It refuses more requests than Discord allows the bot.
 */
export function fixedRestOptions(
  { sdk, agent }: LoadedDiscord,
  requestsPerSecond: number,
): Partial<RESTOptions> {
  return {
    agent,
    makeRequest: acceptEmptyAnswers(sdk.DefaultRestOptions.makeRequest),
    globalRequestsPerSecond: requestsPerSecond,
    retries: 0,
    timeout: REQUEST_TIMEOUT_MS,
    rejectOnRateLimit: () => true,
  };
}
