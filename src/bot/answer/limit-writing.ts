import type { Language } from '../../contracts/language.ts';
import type { Clock } from '../../lib/clock.ts';
import { textsIn } from '../../texts/index.ts';

/** The end of the right to write one answer. */
interface WritingLimit {
  /** Aborts in time before nothing can be written any more. */
  readonly signal: AbortSignal;
  cancel(): void;
  /** Says below a stopped answer what stopped it: people, or this limit. */
  stopNotes(isStopped: boolean, stop: AbortSignal, language: Language): readonly string[];
}

/** The last write needs this time, also where it has to wait for a limit. */
const LAST_WRITE_MS = 20_000;

/** Limits an answer to the time in which it can be written. `endsAt` as in `ReplySurface`. */
export function limitWriting(endsAt: number | undefined, clock: Clock): WritingLimit {
  const late = new AbortController();
  const cancel =
    endsAt === undefined
      ? () => {}
      : clock.after(Math.max(0, endsAt - LAST_WRITE_MS - clock.now()), () => late.abort());

  return {
    signal: late.signal,
    cancel,
    stopNotes(isStopped, stop, language) {
      if (!isStopped) return [];
      const texts = textsIn(language);
      const isLate = late.signal.aborted && !stop.aborted;
      return [isLate ? texts.guest.timeIsUp : texts.stopped];
    },
  };
}
