import type { Charge } from '../../src/contracts/usage.ts';
import type { CountedAnswer } from './bare-counter.ts';

const PEOPLE = 500;
const CHANNELS = 50;
const MODELS = 5;
const DAY_MS = 24 * 60 * 60 * 1000;
const MONTH_STARTS_AT = Date.parse('2026-11-01T00:00:00Z');

/** An answer with the moment at which it ends. */
export interface TimedAnswer extends CountedAnswer {
  readonly at: number;
}

/** Gives answers in the order of their times, spread over the days of a month. Always the same ones. */
export function* countedAnswers(count: number, days: number): Generator<TimedAnswer> {
  const random = createRandom(1);
  const below = (limit: number) => Math.floor(random() * limit);
  for (let index = 0; index < count; index++) {
    const at = MONTH_STARTS_AT + Math.floor((index / count) * days * DAY_MS);
    const day = new Date(at).toISOString().slice(0, 10);
    const person = `1000000000000000${below(PEOPLE)}`;
    const channel = `2000000000000000${below(CHANNELS)}`;
    const [inputTokens, outputTokens] = [below(4_000), below(1_000)];
    const usd = (inputTokens + 4 * outputTokens) / 1e6;
    yield {
      at,
      day,
      person,
      channel,
      model: `model-${below(MODELS)}`,
      inputTokens,
      outputTokens,
      usd,
    };
  }
}

/** The same answer as the ledger takes it. */
export function chargeOfAnswer(answer: CountedAnswer, id: string): Charge {
  const { person, channel, model, inputTokens, outputTokens, usd } = answer;
  return {
    id,
    purpose: 'answer',
    spender: {
      channel: {
        platform: 'discord',
        id: channel,
        kind: 'group',
        server: '3000',
        categoryId: '4000',
      },
      person: { id: person, name: `Person ${person}` },
    },
    attempt: {
      provider: 'openai',
      model,
      outcome: 'answered',
      endMs: 2_000,
      inputTokens,
      outputTokens,
      usd,
    },
  };
}

/** Gives numbers from 0 to below 1. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
