import type { Attempt } from '../../src/contracts/attempt.ts';
import type { Spending } from '../../src/contracts/limits.ts';
import type { ChatRequest, ModelInfo, ProviderErrorKind } from '../../src/contracts/provider.ts';
import type { RouterEvent } from '../../src/contracts/router.ts';
import type { Routing } from '../../src/contracts/routing.ts';
import { ProviderError } from '../../src/errors.ts';
import { createLog } from '../../src/lib/log.ts';
import { createRouter } from '../../src/router/router.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createRouting } from '../helpers/routing.ts';
import { createScriptedProvider, type ScriptedProvider } from '../helpers/scripted-provider.ts';

interface RouterOptions {
  readonly random?: () => number;
  /** What the providers say of their models, by the provider's name. */
  readonly infos?: Readonly<Record<string, Partial<ModelInfo>>>;
  readonly keysOfB?: number;
}

interface Question extends Partial<Omit<ChatRequest, 'model'>> {
  /** How far the clock moves while the answer streams. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
  readonly spending?: Spending;
}

const never = new AbortController().signal;

/** Makes a router over three providers with one model each: `a/x`, `b/x` and `c/x`. */
export function setUpRouter(
  initialRouting: Routing = createRouting(),
  { random = () => 0.5, infos = {}, keysOfB = 1 }: RouterOptions = {},
) {
  const clock = createFakeClock();
  let routing = initialRouting;
  let requestedProviders = '';
  const requests: ChatRequest[] = [];
  const logLines: string[] = [];

  const createProvider = (name: string): ScriptedProvider => {
    const provider = createScriptedProvider(name, 'x');
    const { stream } = provider;
    provider.listModels = async () => [{ id: 'x', ...infos[name] }];
    provider.stream = (request, signal) => {
      requestedProviders += name;
      requests.push(request);
      return stream(request, signal);
    };
    return provider;
  };
  const [a, b, c] = [createProvider('a'), createProvider('b'), createProvider('c')];
  const log = createLog({
    level: 'debug',
    isReadable: false,
    target: { write: (line) => logLines.push(line) },
  });
  const providers = [a, ...Array.from({ length: keysOfB }, () => b), c];
  const router = createRouter({ providers, routing: () => routing, clock, log, random });

  /** Streams an answer, and gives its events, with the attempts apart. */
  const ask = async (
    model: string,
    { waitMs = 0, signal = never, spending, ...question }: Question = {},
  ) => {
    const events: RouterEvent[] = [];
    const attempts: Attempt[] = [];
    let failure: ProviderErrorKind | undefined;

    const streamAnswer = async () => {
      const messages = [{ role: 'user', text: 'secret words' }] as const;
      const request = { messages, ...question, model };
      for await (const event of router.stream(request, signal, spending)) {
        if (event.type === 'attempt') attempts.push(event.attempt);
        else events.push(event);
      }
    };
    const streaming = streamAnswer().catch((error: unknown) => {
      if (!(error instanceof ProviderError)) throw error;
      failure = error.kind;
    });
    await clock.advance(waitMs);
    await streaming;

    const source = events.find((event) => event.type === 'source');
    return { events, attempts, failure, source };
  };

  return {
    a,
    b,
    c,
    clock,
    router,
    ask,
    /** Gives the names of the providers of all requests since its last call: `ab`. */
    takeRequested() {
      const names = requestedProviders;
      requestedProviders = '';
      return names;
    },
    requests,
    logLines,
    editRouting(next: Routing) {
      routing = next;
    },
  };
}
