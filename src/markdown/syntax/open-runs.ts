import type { RunFlags } from './delimiter-run.ts';

const NOTHING: RunFlags = { open: false, close: false };
/** A run of three signs opens bold and italic, which one and two signs end. */
const BOTH = 3;

/**
 * The runs of one sign that are open. CommonMark lets one star end what two have begun, and shows
 * the other one: `int **a, b*` would lose two of its stars.
 */
export class OpenRuns {
  /** The number of open runs by their length. */
  readonly #counts = new Map<number, number>();

  /** Takes the next run, and leaves it what it may do with the runs that are open. */
  take(length: number, flags: RunFlags): RunFlags {
    const size = Math.min(length, BOTH);
    if (flags.close && this.#closes(size)) return flags;
    if (!flags.open) return NOTHING;

    this.#change(size, 1);
    return { open: true, close: false };
  }

  /** Takes back an opener, or adds one that was none before. */
  change(length: number, { from, to }: { readonly from: RunFlags; readonly to: RunFlags }): void {
    if (from.open !== to.open) this.#change(Math.min(length, BOTH), to.open ? 1 : -1);
  }

  #closes(size: number): boolean {
    if (this.#count(size) > 0) {
      this.#change(size, -1);
      return true;
    }
    if (size === BOTH) return this.#closesSome();
    if (this.#count(BOTH) === 0) return false;

    // What is left of a run of three is open still.
    this.#change(BOTH, -1);
    this.#change(BOTH - size, 1);
    return true;
  }

  /** Three signs end one sign, two signs, or both. */
  #closesSome(): boolean {
    const sizes = [1, 2].filter((size) => this.#count(size) > 0);
    for (const size of sizes) this.#change(size, -1);
    return sizes.length > 0;
  }

  #count(size: number): number {
    return this.#counts.get(size) ?? 0;
  }

  #change(size: number, change: number): void {
    this.#counts.set(size, Math.max(0, this.#count(size) + change));
  }
}
