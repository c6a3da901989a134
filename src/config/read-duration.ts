const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/;

/** Reads `500ms`, `60s`, `5m` or `1h` as milliseconds. `undefined`: the text is not a duration. */
export function readDuration(text: string): number | undefined {
  const [, amount, unit] = DURATION.exec(text.trim()) ?? [];
  return unit === undefined ? undefined : Number(amount) * UNITS_MS[unit as keyof typeof UNITS_MS];
}
