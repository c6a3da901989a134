import type { Provider } from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import { createSlots } from '../../lib/slots.ts';

const MOST_WAITING = 100;
const LONGEST_WAIT_MS = 5 * 60_000;

/** The same provider, but that it gives no more than `concurrency` answers at once; whoever asks for more waits in line. */
export function limitConcurrency(provider: Provider, concurrency: number, clock: Clock): Provider {
  const slots = createSlots(concurrency, MOST_WAITING);

  const enter = async (signal: AbortSignal): Promise<boolean> => {
    const tooLong = new AbortController();
    const cancel = clock.after(LONGEST_WAIT_MS, () => tooLong.abort());
    try {
      return await slots.take(AbortSignal.any([signal, tooLong.signal]));
    } finally {
      cancel();
    }
  };

  return {
    ...provider,
    concurrency,
    isBusy: () => slots.areTaken,

    async *stream(request, signal) {
      if (!(await enter(signal))) {
        if (signal.aborted) return;
        throw tooManyQuestions(provider.name, concurrency);
      }
      try {
        yield* provider.stream(request, signal);
      } finally {
        slots.give();
      }
    },
  };
}

/** As a back end's own limit: another key may be free. */
function tooManyQuestions(provider: string, concurrency: number): ProviderError {
  const variable = `${provider.toUpperCase().replaceAll('-', '_')}_CONCURRENCY`;
  return new ProviderError(
    `${provider} has too many questions in line: it answers ${concurrency} at once, as ${variable} says.`,
    { kind: 'rate_limit', provider },
  );
}
