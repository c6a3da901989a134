import type { RESTOptions } from 'discord.js';

type MakeRequest = RESTOptions['makeRequest'];

/**
 * Fault: @discordjs/rest parses every body that is announced as JSON. Some Discord-compatible
 * servers announce JSON and send nothing, so a request that worked looks failed and is repeated.
 *
 * Seen in: @discordjs/rest 2.6.3.
 *
 * Change: wraps the `makeRequest` option, so that an empty body is read as `{}`.
 *
 * Can go: when @discordjs/rest itself takes an empty JSON body.
 */
export function acceptEmptyAnswers(makeRequest: MakeRequest): MakeRequest {
  return async (url, init) => {
    const response = await makeRequest(url, init);

    return Object.assign(response, {
      async json() {
        const text = await response.text();
        return text === '' ? {} : JSON.parse(text);
      },
    });
  };
}
