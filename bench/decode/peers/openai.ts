import OpenAI from 'openai';
import { measureReading } from '../measure-reading.ts';

measureReading(async (baseURL, model) => {
  const client = new OpenAI({ baseURL, apiKey: 'key', maxRetries: 0 });
  const messages = [{ role: 'user', content: 'Go on.' }] as const;
  let characters = 0;
  for await (const chunk of await client.chat.completions.create({
    model,
    stream: true,
    messages: [...messages],
  })) {
    characters += chunk.choices[0]?.delta.content?.length ?? 0;
  }
  return characters;
});
