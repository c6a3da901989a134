import type { Dialect } from '../../../contracts/dialect.ts';

/** A text that does not fit into one message is cut there, and a sentence says so. There are no files. */
export function limitToOneMessage<Page>(dialect: Dialect<Page>): Dialect<Page> {
  return {
    ...dialect,
    open(folded, _maxPages, limits, label) {
      // In place of a file there is one more page: the only one.
      const rendering = dialect.open(folded, 0, { ...limits, withoutFile: true }, label);
      return {
        ...rendering,
        update: (markdown, state, closing) =>
          rendering.update(markdown, state, closing).slice(0, 1),
      };
    },
  };
}
