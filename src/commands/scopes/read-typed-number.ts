/** The numbers that a setting can have. */
export interface NumberLimits {
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
}

/** Reads a typed number; people also write a comma. `undefined`: it is none, or not within the limits. */
export function readTypedNumber(
  typed: string,
  { min, max, isWhole }: NumberLimits,
): number | undefined {
  const text = typed.trim().replace(',', '.');
  const number = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  const isFitting = number >= min && number <= max && (!isWhole || Number.isInteger(number));
  return isFitting ? number : undefined;
}
