import type { RESTOptions } from 'discord.js';

type MakeRequest = RESTOptions['makeRequest'];

/** Some servers announce JSON and send nothing: that is no failure of the request, which would be made again. */
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
