import type { Token } from 'micromark-util-types';
import type { RunFlags } from './delimiter-run.ts';

const NOTHING: RunFlags = { open: false, close: false };
/** A run of three signs opens bold and italic, which one and two signs end. */
const BOTH = 3;

interface OpenRun {
  readonly size: number;
  readonly token: Token;
}

/**
 * The runs of one sign that are open. CommonMark lets one star end what two have begun, and shows
 * the other one: `int **a, b*` would lose two of its stars. Here, a run only ends one of its own
 * length, and the runs between the two stay text. Each run is added and removed once.
 */
export class OpenRuns {
  readonly #runs: OpenRun[] = [];
  /** The number of open runs by their size. */
  readonly #counts = new Map<number, number>();

  /** Takes the next run, and gives the roles that the open runs leave it. */
  take(token: Token, length: number, flags: RunFlags): RunFlags {
    const size = Math.min(length, BOTH);
    if (flags.close && this.#closes(size, length)) return flags;
    if (!flags.open) return NOTHING;

    this.#push({ size, token });
    return { open: true, close: false };
  }

  /** Changes the role of the newest run after a later decision. */
  change(token: Token, length: number, isOpen: boolean): void {
    if (this.#runs.at(-1)?.token === token) this.#pop();
    if (isOpen) this.#push({ size: Math.min(length, BOTH), token });
  }

  #closes(size: number, length: number): boolean {
    const ended = [size, BOTH].find((candidate) => this.#count(candidate) > 0);
    if (ended !== undefined) {
      const { token } = this.#popUntil((run) => run.size === ended) ?? {};
      // The rest of a run of three stays open.
      if (ended > size && token) this.#push({ size: ended - size, token });
      return true;
    }
    if (size < BOTH || this.#runs.length === 0) return false;

    // Three and more signs end one sign, two signs, or both. The rest of them would end any open run.
    let rest = length;
    while (rest >= BOTH && this.#runs.length > 0) rest -= this.#pop()?.size ?? 0;
    if (rest > 0 && rest < BOTH) this.#popUntil((run) => run.size === rest);
    return true;
  }

  /** The newest run of a kind. Those behind it end nowhere, and are text. */
  #popUntil(isWanted: (run: OpenRun) => boolean): OpenRun | undefined {
    for (;;) {
      const run = this.#pop();
      if (run === undefined || isWanted(run)) return run;
      run.token._open = false;
    }
  }

  #push(run: OpenRun): void {
    this.#runs.push(run);
    this.#counts.set(run.size, this.#count(run.size) + 1);
  }

  #pop(): OpenRun | undefined {
    const run = this.#runs.pop();
    if (run) this.#counts.set(run.size, this.#count(run.size) - 1);
    return run;
  }

  #count(size: number): number {
    return this.#counts.get(size) ?? 0;
  }
}
