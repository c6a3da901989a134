/** Reads answers with the SDK of OpenAI. */
import OpenAI from 'openai';
import { measureReading } from '../measure-reading.ts';

measureReading(async (baseURL, model) => {
  const client = new OpenAI({ baseURL, apiKey: 'key', maxRetries: 0 });
  const chunks = await client.chat.completions.create({
    model,
    stream: true,
    messages: [{ role: 'user', content: 'Go on.' }],
  });

  let characters = 0;
  for await (const chunk of chunks) characters += chunk.choices[0]?.delta.content?.length ?? 0;
  return characters;
});
