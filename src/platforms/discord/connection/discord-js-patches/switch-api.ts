import type { REST } from 'discord.js';
import type { MessageApi } from '../read-apis.ts';

/**
 * Fault: a `REST` of discord.js keeps the address and the version of the API with which it was
 * created, and has no method to change them.
 *
 * Seen in: @discordjs/rest 2.6.3.
 *
 * Change: writes both into `rest.options`, which every request reads.
 *
 * Can go: when `REST` has a method for it.
 */
export function switchApi(rest: REST, { api, version }: MessageApi): void {
  Object.assign(rest.options, { api, version });
}
