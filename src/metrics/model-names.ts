/** Decides which models have a name in metrics. */
export type ModelNames = (names: {
  readonly provider: string;
  readonly model: string;
  /** Why the request failed. Absent: it did not. */
  readonly failure?: string | undefined;
}) => string;

/** In place of the names of further models. */
const OTHER = 'other';
const MAX_CHARACTERS = 100;

/**
 * Bounds the memory of metrics, and of what collects them: people can type any model name. At most `most`
 * models, each with the kinds of its failures counted apart, have their own name. All others are `other`.
 * So are names that no service knows, which may be anything that a person typed.
 */
export function limitModelNames(most: number): ModelNames {
  const known = new Set<string>();

  return ({ provider, model, failure = '' }) => {
    const isNoName = failure === 'not_found' || model.length > MAX_CHARACTERS;
    if (isNoName) return OTHER;

    const key = JSON.stringify([provider, model, failure]);
    if (!known.has(key) && known.size >= most) return OTHER;
    known.add(key);
    return model;
  };
}
