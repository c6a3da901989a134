/**
 * The least code that reads such an answer: it has no time limits, no errors and no check of the
 * end.
 */
import { createParser } from 'eventsource-parser';
import { request } from 'undici';
import { measureReading } from './measure-reading.ts';

measureReading(async (baseUrl, model) => {
  const { body } = await request(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Go on.' }] }),
  });

  let characters = 0;
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data === '[DONE]') return;
      characters += JSON.parse(data).choices[0]?.delta.content?.length ?? 0;
    },
  });

  for await (const bytes of body) parser.feed(decoder.decode(bytes, { stream: true }));
  return characters;
});
