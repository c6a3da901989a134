/** Reads answers with Parley's provider for OpenAI, without its router. */
import { systemClock } from '../../src/lib/clock.ts';
import { createConfiguredProviders } from '../../src/providers/configured-providers.ts';
import { openai } from '../../src/providers/openai.ts';
import { createHttp } from '../../src/providers/wire/exchange/http.ts';
import { measureReading } from './measure-reading.ts';

const http = createHttp({ env: {} });

measureReading(async (baseUrl, model) => {
  const env = { OPENAI_BASE_URL: baseUrl };
  const [provider] = createConfiguredProviders({ openai }, { env, clock: systemClock, http });
  const request = { model, messages: [{ role: 'user', text: 'Go on.' }] } as const;
  const events = provider?.stream(request, new AbortController().signal) ?? [];

  let characters = 0;
  for await (const event of events) {
    if (event.type === 'text-delta') characters += event.text.length;
  }
  return characters;
});
