import type { Observation } from '../../src/contracts/observation.ts';
import { createFleetOfOne } from '../../src/fleet/fleet-of-one.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeTurn } from '../helpers/fake-turn.ts';
import { readMetrics, type Sample } from './read-metrics.ts';

/** The metrics of a bot for which everything has happened once, so that each metric has a sample with its labels. */
export async function renderEveryMetric(): Promise<{
  readonly text: string;
  readonly samples: readonly Sample[];
  /** The type of each metric. */
  readonly types: ReadonlyMap<string, string>;
}> {
  const limit = {
    subject: 'total',
    scope: 'bot',
    measure: 'usdPerDay',
    used: 4,
    most: 5,
    resetsAt: 0,
  } as const;
  const metrics = createMetrics({
    platforms: ['discord'],
    providers: ['openai'],
    hideSecrets: (text) => text,
    fleet: createFleetOfOne({ version: '1', now: 0 }),
    readWaitingEvents: async () => ({ count: 0, oldestMs: 0 }),
    clock: createFakeClock(),
    countOpenTurns: () => 0,
    measureStore: async () => 0,
    readTotals: () => [limit, { ...limit, measure: 'usdPerMonth' }],
  });
  for (const observation of everyObservation(limit)) metrics.observe(observation);

  const { text } = await metrics.render(undefined);
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(
    ([, name = '', type = '']) => [name, type] as const,
  );
  return { text, samples: readMetrics(text), types: new Map(types) };
}

function everyObservation(
  limit: Extract<Observation, { kind: 'limit' }>['limit'],
): readonly Observation[] {
  const turn = createFakeTurn();
  const answer = { text: 'Yes.', provider: 'openai', model: 'x', end: 'stop' } as const;
  const used = { inputTokens: 1, cachedInputTokens: 1, outputTokens: 1, reasoningTokens: 1 };
  const attempt = {
    provider: 'openai',
    model: 'x',
    outcome: 'answered',
    endMs: 1,
    ...used,
  } as const;
  const purpose = 'answer';
  return [
    { kind: 'message', platform: 'discord' },
    { kind: 'command', platform: 'discord', name: 'help', by: 'command' },
    { kind: 'turn started', turn },
    { kind: 'first words', turn, firstWordsMs: 1 },
    { kind: 'turn ended', turn: { ...turn, state: 'done', versions: [answer] }, tookMs: 1 },
    { kind: 'run ended', turn },
    { kind: 'attempt', purpose, attempt: { ...attempt, firstContentMs: 1, usd: 1 } },
    { kind: 'attempt', purpose, attempt: { ...attempt, outcome: 'server' } },
    { kind: 'unpriced', provider: 'openai', model: 'x' },
    { kind: 'limit', limit, share: 1, channel: turn.address.channel },
    { kind: 'write', platform: 'discord', call: 'create', outcome: 'done', tookMs: 1 },
    { kind: 'network', state: { name: 'discord', state: 'connected' } },
  ];
}
