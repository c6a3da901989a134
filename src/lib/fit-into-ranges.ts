export interface Range {
  readonly min?: number;
  /** Of a list, how many. */
  readonly max?: number;
}

/** The values that have a range, moved into it. */
export function fitIntoRanges<Values extends object>(
  values: Values,
  ranges: { readonly [Name in keyof Values]?: Range },
): Partial<Values> {
  const fitting = Object.entries(values).flatMap(([name, value]) => {
    const range = ranges[name as keyof Values];
    return range && value !== undefined ? [[name, fit(value, range)]] : [];
  });
  return Object.fromEntries(fitting);
}

function fit(value: unknown, { min = -Infinity, max = Infinity }: Range): unknown {
  if (Array.isArray(value)) return value.slice(0, max);
  return typeof value === 'number' ? Math.min(max, Math.max(min, value)) : value;
}
