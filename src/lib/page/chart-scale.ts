/** The marks of the upright axis of a chart, from 0 to the top. */
interface ChartScale {
  readonly top: number;
  readonly marks: readonly { readonly value: number; readonly label: string }[];
}

/** Round steps, as people count. */
const STEPS = [1, 2, 2.5, 5, 10];
const MOST_STEPS = 4;
const UNITS = [
  ['M', 1_000_000],
  ['k', 1_000],
] as const;
/** Less than this cannot be told apart from nothing. */
const LEAST = { usd: 1e-6, tokens: 1 } as const;

/** Finds the shortest axis of round steps that holds the largest value. `tokens`: all that is counted in whole numbers. */
export function chartScale(largest: number, unit: 'usd' | 'tokens'): ChartScale {
  const shown = largest > 0 ? Math.max(largest, LEAST[unit]) : 1;
  const step = roundStep(shown / MOST_STEPS, unit);
  const count = Math.max(1, Math.ceil(round(shown / step)));
  const label = unit === 'usd' ? dollarLabel(step) : tokenLabel(step * count);
  const marks = Array.from({ length: count + 1 }, (_, index) => ({
    value: step * index,
    label: label(step * index),
  }));
  return { top: step * count, marks };
}

function roundStep(least: number, unit: 'usd' | 'tokens'): number {
  const magnitude = 10 ** Math.floor(Math.log10(least));
  const factor = STEPS.find((each) => each * magnitude >= least * (1 - 1e-9)) ?? 10;
  const step = factor * magnitude;
  return unit === 'tokens' ? Math.max(1, Math.ceil(step)) : step;
}

/** All marks of an axis have the same number of decimals. */
function dollarLabel(step: number): (value: number) => string {
  const decimals = step % 1 === 0 ? 0 : Math.max(2, decimalsOf(step));
  return (value) => (value === 0 ? '$0' : `$${value.toFixed(decimals)}`);
}

function tokenLabel(top: number): (value: number) => string {
  const [name, size] = UNITS.find(([, each]) => top >= each) ?? ['', 1];
  return (value) => (value === 0 ? '0' : `${round(value / size)}${name}`);
}

function decimalsOf(step: number): number {
  const exponent = Math.floor(Math.log10(step));
  const isWhole = Number.isInteger(round(step / 10 ** exponent));
  return Math.max(0, -exponent + (isWhole ? 0 : 1));
}

/** Without the last digits, which are an error of the calculation. */
function round(value: number): number {
  return Number(value.toPrecision(10));
}
