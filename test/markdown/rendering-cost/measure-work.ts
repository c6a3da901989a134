import type { Dialect } from '../../../src/contracts/dialect.ts';
import type { WorkCounter } from './count-work.ts';

/** The units that a text grows by from one update to the next. */
const UNITS_PER_UPDATE = 160;
/** The work of an update is the mean of this number of updates at the end of a text. */
const LAST_UPDATES = 16;

/** The work, in steps, of rendering a text that grows. */
interface RenderingWork {
  /** Of one update when the whole text is there. */
  readonly update: number;
  /** Of all updates, and of the final one. */
  readonly all: number;
}

/** Measures the work of rendering a growing text, with as many pages as it needs. */
export function measureWork(
  dialect: Dialect<unknown>,
  text: string,
  counter: WorkCounter,
): RenderingWork {
  const rendering = dialect.open(undefined, Number.POSITIVE_INFINITY);
  const lengths = Array.from(
    { length: Math.floor(text.length / UNITS_PER_UPDATE) },
    (_, index) => (index + 1) * UNITS_PER_UPDATE,
  );
  const render = (some: readonly number[]) => {
    for (const length of some) rendering.update(text.slice(0, length), 'growing');
    return counter.take();
  };

  counter.take();
  const first = render(lengths.slice(0, -LAST_UPDATES));
  const last = render(lengths.slice(-LAST_UPDATES));
  rendering.update(text, 'final');
  return { update: last / LAST_UPDATES, all: first + last + counter.take() };
}
