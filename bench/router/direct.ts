/** Requests answers by hand, and reads the text of their events. */
import { createParser } from 'eventsource-parser';
import { Agent, request } from 'undici';
import { measureStreams } from './measure-streams.ts';
import { readModelEndpoint } from './read-model-endpoint.ts';

const { baseUrl, headers } = readModelEndpoint();
const dispatcher = new Agent({ keepAliveTimeout: 30_000 });

measureStreams(async (model, onContent, signal) => {
  const { body, statusCode } = await request(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Go on.' }] }),
    dispatcher,
    signal,
  });
  if (statusCode !== 200) throw new Error(`the model refused the request with ${statusCode}`);

  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data !== '[DONE]' && JSON.parse(data).choices[0]?.delta.content) onContent();
    },
  });
  for await (const bytes of body) parser.feed(decoder.decode(bytes, { stream: true }));
});
