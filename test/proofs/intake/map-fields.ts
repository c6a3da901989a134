/** Copies plain data, and passes each named field through `map`. */
export function mapFields<Value>(
  value: Value,
  map: (name: string, value: unknown) => unknown,
): Value {
  const copy = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(copy);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(
      Object.entries(each).map(([name, field]) => [name, copy(map(name, field))]),
    );
  };
  // The same fields with other values.
  return copy(value) as Value;
}
