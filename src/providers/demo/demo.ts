import type { ChatRequest, ModelInfo, Provider, ProviderEvent } from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
import { sleep } from '../../lib/clock.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { createDemoAnswer, type DemoAnswer } from './demo-answer.ts';

/** As fast as people like to read along, and as a fast hosted model is. */
const CHARACTERS_PER_SECOND = new Map([
  ['parley', 70],
  ['swift', 400],
]);
const SLOW_CHARACTERS_PER_SECOND = 12;
const FIRST_TOKEN_MS = 250;
const CONTEXT_WINDOW = 32_768;
const CHARACTERS_PER_TOKEN = 4;

/** The model inside: needs no key and no network, and the same question always gets the same answer. */
export const demo: ProviderFactory = ({ clock, timeScale = 1 }): Provider => {
  const pause = (ms: number, signal: AbortSignal) => sleep(clock, ms * timeScale, signal);

  return {
    name: 'demo',

    async models(): Promise<readonly ModelInfo[]> {
      return [...CHARACTERS_PER_SECOND.keys()].map((id) => ({ id, contextWindow: CONTEXT_WINDOW }));
    },

    async *stream(request, signal) {
      const pace = CHARACTERS_PER_SECOND.get(request.model);
      if (!pace) {
        const known = [...CHARACTERS_PER_SECOND.keys()].join(', ');
        throw new ProviderError(
          `demo has no model “${request.model}”, only ${known}.`,
          fault('not_found'),
        );
      }
      const answer = createDemoAnswer(request);
      const charactersPerSecond = answer.isSlow ? SLOW_CHARACTERS_PER_SECOND : pace;
      await pause(FIRST_TOKEN_MS, signal);
      for (const delta of deltasOf(answer)) {
        if (signal.aborted) return;
        yield delta;
        await pause((delta.text.length / charactersPerSecond) * 1000, signal);
      }
      if (signal.aborted) return;
      if (answer.fails) {
        throw new ProviderError(
          'demo broke off, as it was asked to. Ask it something else.',
          fault('server'),
        );
      }
      yield { type: 'end', reason: 'stop' };
      yield { type: 'usage', inputTokens: tokensIn(request), outputTokens: tokens(answer.text) };
    },
  };
};

function fault(kind: ProviderError['kind']) {
  return { kind, provider: 'demo' } as const;
}

type Delta = Extract<ProviderEvent, { text: string }>;

/** Word by word, as tokens come. */
function* deltasOf({ reasoning: thoughts, text }: DemoAnswer): Generator<Delta> {
  for (const [word] of thoughts.matchAll(/\s*\S+\s*?/g))
    yield { type: 'reasoning-delta', text: word };
  for (const [word] of text.matchAll(/\s*\S+\s*?|\s+$/g)) yield { type: 'text-delta', text: word };
}

function tokensIn({ system = '', messages }: ChatRequest): number {
  return messages.reduce((sum, { text }) => sum + tokens(text), tokens(system));
}

function tokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}
