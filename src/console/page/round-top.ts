const STEPS = [1, 2, 2.5, 5, 10] as const;

/** A round number at or above `highest`, so that the axis has numbers that people can read. */
export function roundTop(highest: number): number {
  if (!(highest > 0) || !Number.isFinite(highest)) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  const step = STEPS.find((each) => each * power >= highest) ?? 10;
  return step * power;
}
