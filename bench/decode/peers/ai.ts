/** Reads answers with the AI SDK. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';
import { measureReading } from '../measure-reading.ts';

measureReading(async (baseURL, model) => {
  const provider = createOpenAICompatible({ name: 'model-server', baseURL });
  const { textStream } = streamText({ model: provider(model), prompt: 'Go on.', maxRetries: 0 });

  let characters = 0;
  for await (const text of textStream) characters += text.length;
  return characters;
});
