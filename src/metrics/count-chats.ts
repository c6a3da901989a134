import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Observation, Observe } from '../contracts/observation.ts';
import type { Turn } from '../contracts/turns.ts';
import { BUCKETS } from './buckets.ts';
import { metricNames } from './metric-names.ts';

type EndedTurn = Extract<Observation, { kind: 'turn ended' }>;

interface ChatCountsParts {
  /** As `Platform.name`. */
  readonly platforms: readonly string[];
  /** The number of turns that have not ended. */
  countOpenTurns(): number;
}

const OUTCOMES = ['done', 'failed', 'stopped', 'refused'];
/** More than run at a time. */
const MAX_RUNNING = 10_000;

/** Counts questions and their answers, and everything else that people send. */
export function countChats(
  registry: Registry,
  { platforms, countOpenTurns }: ChatCountsParts,
): Observe {
  const registers = [registry];
  const messages = new Counter({ ...metricNames.messages, registers });
  const commands = new Counter({ ...metricNames.commands, registers });
  const answers = new Counter({ ...metricNames.answers, registers });
  const duration = new Histogram({ ...metricNames.answerDuration, buckets: BUCKETS, registers });
  const firstWords = new Histogram({ ...metricNames.firstWords, buckets: BUCKETS, registers });
  /** By the id of the turn, the time of its first words, once they are visible. */
  const running = new Map<string, number | undefined>();

  for (const platform of platforms) {
    for (const outcome of OUTCOMES) answers.inc({ platform, outcome }, 0);
  }
  const gauge = (
    description: typeof metricNames.runningTurns | typeof metricNames.waitingTurns,
    read: () => number,
  ) =>
    new Gauge({
      ...description,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge(metricNames.runningTurns, () => running.size);
  gauge(metricNames.waitingTurns, () => Math.max(0, countOpenTurns() - running.size));

  function countEnd({ turn, tookMs }: EndedTurn): void {
    if (!isAnswer(turn)) return;
    const { platform } = turn.address.channel;
    const labels = { platform, outcome: outcomeOf(turn) };
    answers.inc(labels);
    duration.observe(labels, tookMs / 1_000);
    // The first words of an answer that failed at once are why it failed.
    const firstWordsMs = hasWords(turn) ? running.get(turn.id) : undefined;
    if (firstWordsMs !== undefined) firstWords.observe({ platform }, firstWordsMs / 1_000);
  }

  return (observation) => {
    switch (observation.kind) {
      case 'message': {
        const { platform, declined: outcome = 'question' } = observation;
        messages.inc({ platform, outcome });
        break;
      }
      case 'command': {
        const { platform, name: command = 'unknown', by } = observation;
        commands.inc({ platform, command, by });
        break;
      }
      case 'turn started':
        if (running.size < MAX_RUNNING) running.set(observation.turn.id, undefined);
        break;
      case 'first words': {
        const { turn, firstWordsMs } = observation;
        if (running.has(turn.id)) running.set(turn.id, firstWordsMs);
        break;
      }
      case 'turn ended':
        countEnd(observation);
        break;
      case 'run ended':
        running.delete(observation.turn.id);
    }
  };
}

/** Another version of an answer, and the removal of an answer whose question people withdrew, are no answers. */
function isAnswer({ rerun, inputs }: Turn): boolean {
  return rerun?.kind !== 'show' && inputs.length > 0;
}

/** A question that a limit stopped is no failure. */
function outcomeOf({ state, versions, shownVersion }: Turn): string {
  return versions[shownVersion]?.refusal ? 'refused' : state;
}

function hasWords({ versions, shownVersion }: Turn): boolean {
  return (versions[shownVersion]?.text ?? '').trim() !== '';
}
