import type { ChatRequest, ModelInfo, Provider, ProviderEvent } from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
import { sleep } from '../../lib/clock.ts';
import type { ProviderFactory } from '../provider-parts.ts';
import { createUnknownModelError } from '../wire/unknown-model-error.ts';
import { createDemoAnswer, type DemoAnswer } from './demo-answer.ts';
import { readTrouble, withTrouble } from './with-trouble.ts';

/** By model: `parley` is as fast as people like to read along, `swift` as a fast hosted model. */
const CHARACTERS_PER_SECOND = new Map([
  ['parley', 70],
  ['swift', 400],
]);
const SLOW_CHARACTERS_PER_SECOND = 12;
const FIRST_TOKEN_MS = 250;
const CONTEXT_WINDOW = 32_768;
const CHARACTERS_PER_TOKEN = 4;

/** A built-in model without key and network. The same question always gets the same answer. */
export const demo: ProviderFactory = ({ env, clock, timeScale = 1 }): Provider => {
  const pause = (ms: number, signal: AbortSignal) => sleep(clock, ms * timeScale, signal);

  return {
    name: 'demo',
    isDemo: true,

    async models(): Promise<readonly ModelInfo[]> {
      return [...CHARACTERS_PER_SECOND.keys()].map((id) => ({
        id,
        contextWindow: CONTEXT_WINDOW,
        images: true,
      }));
    },

    async *stream(request, signal) {
      const speedOfModel = findSpeed(request.model);
      const answer = withTrouble(createDemoAnswer(request), readTrouble(env));
      const charactersPerSecond = answer.isSlow ? SLOW_CHARACTERS_PER_SECOND : speedOfModel;

      await pause(FIRST_TOKEN_MS, signal);
      if (answer.fails && answer.text === '') throw createDemoFailure();
      for (const delta of splitIntoDeltas(answer)) {
        if (signal.aborted) return;
        yield delta;
        await pause((delta.text.length / charactersPerSecond) * 1000, signal);
      }
      if (signal.aborted) return;

      if (answer.fails) throw createDemoFailure();

      yield { type: 'end', reason: 'stop' };
      yield {
        type: 'usage',
        inputTokens: countPromptTokens(request),
        outputTokens: countTokens(answer.text),
      };
    },
  };
};

/** @throws A `ProviderError` when there is no such model. */
function findSpeed(model: string): number {
  const speed = CHARACTERS_PER_SECOND.get(model);
  if (speed !== undefined) return speed;
  throw createUnknownModelError('demo', model, [...CHARACTERS_PER_SECOND.keys()]);
}

function createDemoFailure(): ProviderError {
  const sentence = 'demo broke off, as it was asked to. Ask it something else.';
  return new ProviderError(sentence, { kind: 'server', provider: 'demo' });
}

type Delta = Extract<ProviderEvent, { text: string }>;

/** Splits an answer into words, as tokens come. */
function* splitIntoDeltas({ reasoning, text }: DemoAnswer): Generator<Delta> {
  for (const [word] of reasoning.matchAll(/\s*\S+\s*?/g)) {
    yield { type: 'reasoning-delta', text: word };
  }
  for (const [word] of text.matchAll(/\s*\S+\s*?|\s+$/g)) {
    yield { type: 'text-delta', text: word };
  }
}

function countPromptTokens({ system = '', messages }: ChatRequest): number {
  return messages.reduce((sum, { text }) => sum + countTokens(text), countTokens(system));
}

function countTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}
