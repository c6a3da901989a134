/**
 * Finds the candidate that a misspelt `word` probably
 * means. `undefined`: no candidate is similar enough.
 */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(typed, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);

  const [best] = ranked;
  const isSimilar = best !== undefined && best.distance <= Math.max(1, word.length / 3);
  return isSimilar ? best.candidate : undefined;
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
