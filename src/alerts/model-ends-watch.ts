import type { ModelReporter, ModelWarning } from '../contracts/router.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Signs } from './read-observation.ts';
import { repeat } from './repeat.ts';
import { idOf, type Trouble } from './trouble.ts';

interface ModelEndsWatchParts {
  readonly models: ModelReporter;
  readonly clock: Clock;
  readonly log: Log;
  /** The ids of the open troubles. */
  openIds(): readonly string[];
  onSigns(signs: Signs): void;
}

const DAY_MS = 24 * 60 * 60_000;
/** After the start, the services are asked for their lists anyway. */
const FIRST_LOOK_MS = 60_000;
/** The first report of a day may still have the lists of yesterday, while new ones are asked for. */
const LISTS_MS = 30_000;
/** Told so many days ahead, the smaller number again. */
const DAYS_AHEAD = [7, 30];

/** Looks once a day whether services shut models of the configuration down. Gives the function that ends it. */
export function startModelEndsWatch(parts: ModelEndsWatchParts): () => void {
  const { models, clock, log, openIds, onSigns } = parts;
  const stopping = new AbortController();

  async function look(): Promise<void> {
    try {
      await models.describeStart();
      await sleep(clock, LISTS_MS, stopping.signal);
      if (stopping.signal.aborted) return;

      const { providers, warnings } = await models.describeStart();
      const troubles = warnings.flatMap((warning) => readTrouble(warning, clock.now()) ?? []);
      for (const seen of troubles) onSigns({ seen });
      // Without a list, nothing is known about its models.
      const isComplete = providers.every(({ failure }) => failure === undefined);
      if (isComplete) onSigns({ over: listOver(openIds(), troubles) });
    } catch (error) {
      log.warn({ error }, 'alerts: the ends of models are not known, looking again tomorrow');
    }
  }

  const end = repeat({ clock, firstMs: FIRST_LOOK_MS, everyMs: DAY_MS }, look);
  return () => {
    stopping.abort();
    end();
  };
}

function readTrouble({ place, model, endsOn }: ModelWarning, now: number): Trouble | undefined {
  if (model === undefined || endsOn === undefined) return undefined;
  const daysLeft = (Date.parse(endsOn) - now) / DAY_MS;
  const daysAhead = DAYS_AHEAD.find((days) => daysLeft <= days);
  if (daysAhead === undefined) return undefined;
  return { kind: 'modelEnds', model, place, endsOn, daysAhead };
}

/** The model was replaced, or the second warning takes the place of the first one. */
function listOver(open: readonly string[], troubles: readonly Trouble[]): readonly string[] {
  const present = new Set(troubles.map(idOf));
  return open.filter((id) => id.startsWith('modelEnds ') && !present.has(id));
}
