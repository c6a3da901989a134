const UNITS = [
  ['M', 1_000_000, 1_048_576],
  ['k', 1_000, 1_024],
] as const;

/**
 * The size of a context window as people know it: `32k` for 32,768 and `128k` for both 128,000 and
 * 131,072, since vendors count in powers of two and of ten.
 */
export function tokensInWords(tokens: number): string {
  for (const [unit, decimal, binary] of UNITS) {
    if (tokens < decimal) continue;

    const size = tokens % 1_000 !== 0 && tokens % binary === 0 ? binary : decimal;
    const digits = unit === 'M' ? 2 : 0;
    return `${Number((tokens / size).toFixed(digits))}${unit}`;
  }
  return String(tokens);
}
