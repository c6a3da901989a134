/** What several attempts cost together. */
export interface CostSum {
  /** US dollars. Absent: at least one of them cost something that nobody knows. */
  readonly usd?: number;
  readonly isEstimated: boolean;
}

/** The fields of an `Attempt`. */
interface CostFacts {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly usd?: number;
  readonly isEstimated?: true;
}

/** Adds up what attempts cost, also failed ones. `undefined`: none of them used anything. */
export function sumCosts(attempts: readonly CostFacts[]): CostSum | undefined {
  const used = attempts.filter(hasUsed);
  if (used.length === 0) return undefined;

  const isEstimated = used.some((attempt) => attempt.isEstimated && attempt.usd !== 0);
  const costs = used.flatMap(({ usd }) => usd ?? []);
  if (costs.length < used.length) return { isEstimated };
  return { isEstimated, usd: costs.reduce((sum, usd) => sum + usd, 0) };
}

function hasUsed({ inputTokens, outputTokens, usd }: CostFacts): boolean {
  return Boolean(inputTokens || outputTokens || usd);
}
