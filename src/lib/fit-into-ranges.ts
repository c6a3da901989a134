/** The allowed values of a number, or with `max` the allowed length of a list. */
interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** Moves each value into its range. Leaves out values without a range. */
export function fitIntoRanges<Values extends object>(
  values: Values,
  ranges: { readonly [Name in keyof Values]?: Range },
): Partial<Values> {
  const entries = Object.entries(values).flatMap(([name, value]) => {
    const range = ranges[name as keyof Values];
    return range && value !== undefined ? [[name, fit(value, range)]] : [];
  });
  return Object.fromEntries(entries);
}

function fit(value: unknown, { min = -Infinity, max = Infinity }: Range): unknown {
  if (Array.isArray(value)) return value.slice(0, max);
  if (typeof value === 'number') return Math.min(max, Math.max(min, value));
  return value;
}
