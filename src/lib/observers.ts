/** Hands each observation to everybody who wants it. */
export interface Observers<Observation> {
  /** Never throws: an observer that fails misses only this observation. */
  observe(observation: Observation): void;
  /** Gives the function that ends it. */
  add(observer: (observation: Observation) => void): () => void;
}

/** Creates observers. `onFailure` gets the error of one that failed. */
export function createObservers<Observation>(
  onFailure: (error: unknown) => void,
): Observers<Observation> {
  const observers = new Set<(observation: Observation) => void>();

  return {
    observe(observation) {
      for (const observer of observers) {
        try {
          observer(observation);
        } catch (error) {
          onFailure(error);
        }
      }
    },

    add(observer) {
      observers.add(observer);
      return () => void observers.delete(observer);
    },
  };
}
