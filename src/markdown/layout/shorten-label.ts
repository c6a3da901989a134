const LONGEST_LABEL = 40;

/** Cuts a label that is longer than 40 UTF-16 units, and adds an ellipsis. */
export function shortenLabel(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL).toWellFormed()}…` : label;
}
