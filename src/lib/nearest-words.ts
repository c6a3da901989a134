/**
 * Finds the candidates that a misspelt `word` probably means, nearest first. Empty: none is similar
 * enough.
 */
export function nearestWords(
  word: string,
  candidates: readonly string[],
  count: number,
): readonly string[] {
  const typed = word.toLowerCase();
  const maxDistance = Math.max(1, word.length / 3);
  return candidates
    .map((candidate) => ({ candidate, distance: editDistance(typed, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= maxDistance)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** Counts the letters to insert, to remove or to replace (Levenshtein distance). */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);

  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const replace = (row[j] ?? 0) + Number(letter !== other);
      const remove = (row[j + 1] ?? 0) + 1;
      const insert = (next[j] ?? 0) + 1;
      next.push(Math.min(replace, remove, insert));
    }
    row = next;
  }

  return row.at(-1) ?? 0;
}
