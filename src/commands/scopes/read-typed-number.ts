/** The numbers that a setting can have. */
export interface NumberLimits {
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
}

/**
 * Reads a typed number; people also write a comma. `undefined`: it is none, or not within the limits. In a
 * whole number, a point or a comma may stand between thousands or before a fraction: which one, nobody can tell.
 */
export function readTypedNumber(
  typed: string,
  { min, max, isWhole }: NumberLimits,
): number | undefined {
  const text = typed.trim().replace(',', '.');
  const pattern = isWhole ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)$/;
  const number = pattern.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : undefined;
}
