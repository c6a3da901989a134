import { systemClock } from '../../src/lib/clock.ts';
import { createConfiguredProviders } from '../../src/providers/configured-providers.ts';
import { openai } from '../../src/providers/openai.ts';
import { createHttp } from '../../src/providers/wire/exchange/http.ts';
import { measureReading } from './measure-reading.ts';

const http = createHttp({ env: {} });

measureReading(async (baseUrl, model) => {
  const [provider] = createConfiguredProviders(
    { openai },
    { env: { OPENAI_BASE_URL: baseUrl }, clock: systemClock, http },
  );
  let characters = 0;
  const chat = { model, messages: [{ role: 'user', text: 'Go on.' }] } as const;
  for await (const event of provider?.stream(chat, new AbortController().signal) ?? []) {
    if (event.type === 'text-delta') characters += event.text.length;
  }
  return characters;
});
