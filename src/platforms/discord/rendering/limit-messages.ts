import type { Dialect } from '../../../contracts/dialect.ts';

/** A text that takes more messages continues in a file, which is one of them. */
export function limitMessages<Page>(dialect: Dialect<Page>, maxMessages: number): Dialect<Page> {
  const maxPages = maxMessages - 1;
  return {
    ...dialect,
    open: (folded, pages = maxPages, limits, label) =>
      dialect.open(folded, Math.min(pages, maxPages), limits, label),
  };
}
