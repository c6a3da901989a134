/** What happens to a call instead of, before or after its normal course. */
export type Fault =
  /** Answered with this status; nothing is applied. */
  | { readonly status: number; readonly description?: string }
  /** Never answered, nothing applied. */
  | { readonly hang: true }
  /** Applied, but the connection is cut before the answer. */
  | { readonly dropAfterApplied: true }
  /** 429; nothing is applied. */
  | { readonly retryAfter: number }
  /** Applied and answered, so much later. */
  | { readonly delayMs: number };

export interface Faults {
  /** Puts a fault on the next `times` (1) calls of a method; `*` is any method but `getUpdates`. */
  next(method: string, fault: Fault, times?: number): void;
  /** Forgets the faults that did not happen yet. */
  clear(): void;
}

export class FaultQueue implements Faults {
  #waiting: { readonly method: string; readonly fault: Fault }[] = [];

  next(method: string, fault: Fault, times = 1): void {
    for (let time = 0; time < times; time += 1)
      this.#waiting.push({ method: method.toLowerCase(), fault });
  }

  clear(): void {
    this.#waiting = [];
  }

  take(method: string): Fault | undefined {
    const index = this.#waiting.findIndex(
      (one) => one.method === method || (one.method === '*' && method !== 'getupdates'),
    );
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0]?.fault;
  }
}
