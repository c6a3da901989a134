/**
 * One figure of Parley beside the same figure of a reference. The keys are those of the JSON line.
 */
interface Figure {
  /** The name of the bench. */
  readonly bench: string;
  /** What is measured; the name holds the unit, such as `first_words_ms_p99`. */
  readonly metric: string;
  /** How much goes on at the same time; in `render`, the size of the text in KB; in `history`, the turns of the conversation. */
  readonly load: number;
  readonly parley: number;
  readonly reference: number;
  /** The name of the reference. */
  readonly against: string;
}

/** Writes the figure to standard output as one line of JSON, with its two values in hundredths. */
export function writeFigure(figure: Figure): void {
  const line = {
    ...figure,
    parley: roundToHundredths(figure.parley),
    reference: roundToHundredths(figure.reference),
  };

  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function roundToHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
