/** Requests answers with Parley's router. */
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createConfiguredProviders } from '../../src/providers/configured-providers.ts';
import { openai } from '../../src/providers/openai.ts';
import { createHttp } from '../../src/providers/wire/exchange/http.ts';
import { createRouter } from '../../src/router/router.ts';
import { measureStreams } from './measure-streams.ts';
import { readModelEndpoint } from './read-model-endpoint.ts';

const http = createHttp({ env: {} });
const env = { OPENAI_BASE_URL: readModelEndpoint().baseUrl };
const providers = createConfiguredProviders({ openai }, { env, clock: systemClock, http });
const router = createRouter({ providers, clock: systemClock, log: silentLog });

measureStreams(async (model, onContent, signal) => {
  const request = {
    model: `openai/${model}`,
    messages: [{ role: 'user', text: 'Go on.' }],
  } as const;

  for await (const { type } of router.stream(request, signal)) {
    if (type === 'text-delta') onContent();
  }
});
