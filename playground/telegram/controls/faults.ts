import type { ContentRefusal, ContentRule, WrittenContent } from '../../refused-content.ts';

/** A way in which one call fails. */
export type Fault =
  /** The call is answered with this status and changes nothing. */
  | { readonly status: number; readonly description?: string }
  /** The call is never answered and changes nothing. */
  | { readonly hang: true }
  /** The call takes effect, and the connection is cut before its answer. */
  | { readonly dropAfterApplied: true }
  /** The call gets a 429 with this `retry_after` (seconds) and changes nothing. */
  | { readonly retryAfter: number }
  /** The call takes effect, and its answer comes this much later. */
  | { readonly delayMs: number };

/** The switch that makes calls fail. */
export interface Faults {
  /**
   * Makes the next `times` (default 1) calls of a method fail; `*` is any method but `getUpdates`.
   */
  next(method: string, fault: Fault, times?: number): void;
  /** Refuses all writes with some content, until `clear`. */
  refuseContent(rule: ContentRule): void;
  /** Makes the answers of all calls come this much later, until `clear`. */
  slowDown(delayMs: number): void;
  /**
   * Refuses all calls but `getUpdates` with a 429 that asks for this wait (seconds), until it is
   * called with `undefined` or until `clear`.
   */
  flood(retryAfter: number | undefined): void;
  /** While polling is cut, the connection of every `getUpdates` breaks. */
  setPollingCut(isCut: boolean): void;
  /** Removes the faults that no call has met yet. */
  clear(): void;
}

/** The faults that wait for their calls. */
export class FaultQueue implements Faults {
  #waiting: { readonly method: string; readonly fault: Fault }[] = [];

  #contentRule: ContentRule = () => undefined;
  /** Aborts when polling is cut. */
  #pollingCut = new AbortController();
  /** The delay of all answers. */
  delayMs = 0;
  #floodSeconds: number | undefined;

  next(method: string, fault: Fault, times = 1): void {
    for (let time = 0; time < times; time += 1)
      this.#waiting.push({ method: method.toLowerCase(), fault });
  }

  refuseContent(rule: ContentRule): void {
    this.#contentRule = rule;
  }

  slowDown(delayMs: number): void {
    this.delayMs = delayMs;
  }

  flood(retryAfter: number | undefined): void {
    this.#floodSeconds = retryAfter;
  }

  setPollingCut(isCut: boolean): void {
    if (isCut) this.#pollingCut.abort();
    else this.#pollingCut = new AbortController();
  }

  /** Aborts when polling is cut. */
  get pollingCut(): AbortSignal {
    return this.#pollingCut.signal;
  }

  clear(): void {
    this.#waiting = [];
    this.#contentRule = () => undefined;
    this.delayMs = 0;
    this.#floodSeconds = undefined;
    this.setPollingCut(false);
  }

  /** Gives the refusal that a write meets for its content. */
  refusalOf(content: WrittenContent): ContentRefusal | undefined {
    return this.#contentRule(content);
  }

  /** Takes the fault that the next call of a method meets. `method` is in lower case. */
  take(method: string): Fault | undefined {
    if (this.#floodSeconds !== undefined && method !== 'getupdates')
      return { retryAfter: this.#floodSeconds };
    const index = this.#waiting.findIndex(
      (entry) => entry.method === method || (entry.method === '*' && method !== 'getupdates'),
    );
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0]?.fault;
  }
}
