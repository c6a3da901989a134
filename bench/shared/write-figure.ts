export interface Figure {
  readonly bench: string;
  readonly metric: string;
  readonly load: number;
  readonly parley: number;
  readonly reference: number;
  readonly against: string;
}

/** Writes one line, as `run.ts` describes it. */
export function writeFigure(figure: Figure): void {
  const rounded = {
    parley: inHundredths(figure.parley),
    reference: inHundredths(figure.reference),
  };
  process.stdout.write(`${JSON.stringify({ ...figure, ...rounded })}\n`);
}

function inHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
