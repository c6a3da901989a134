import type { REST } from 'discord.js';
import type { RequestTurns } from '../request-turns.ts';

/**
 * Fault: @discordjs/rest counts the requests of one `REST` against Discord's limit of 50 a second. Parley has two of
 * them, and other processes of the bot have more.
 *
 * Seen in: @discordjs/rest 2.6.3.
 *
 * Change: wraps `queueRequest`, so that each request waits for its turn among all of the bot.
 *
 * Can go: when @discordjs/rest takes a function that decides when a request may start.
 */
export function countRequests(rest: REST, turns: RequestTurns): void {
  const queueRequest = rest.queueRequest.bind(rest);

  rest.queueRequest = async (request) => {
    const endCall = await turns.take(`${request.method} ${request.fullRoute}`);
    return queueRequest(request).finally(endCall);
  };
}
