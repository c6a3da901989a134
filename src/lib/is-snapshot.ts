/**
 * The end of the id of a model that never changes: a date such as `-2026-02-03`, `-20250929`,
 * `@20250929`, `-05-2025`, `-0613` or `-2508`, or a number such as `-001`. Sizes such as `-8192` are no dates.
 */
const SNAPSHOT =
  /[-@](?:20\d{2}-?[01]\d-?[0-3]\d|[01]\d-20\d{2}|(?:0\d|1[0-2])-?(?:[0-2]\d|3[01])|2[3-9](?:0\d|1[0-2])|00\d)(?:$|[:-])/;

/** Tells whether an id names one dated state of a model, beside a plain name that stays current. */
export function isSnapshot(id: string): boolean {
  return SNAPSHOT.test(id);
}
