/** The pages that the network refuses for good, and the pages that people see in their place. */
export interface RefusedPages {
  /** No page is refused. */
  readonly isEmpty: boolean;
  /**
   * Refuses a page. What its message shows already stays; without a message, the page becomes a
   * sentence.
   */
  add(index: number, shown: unknown): void;
  has(index: number): boolean;
  /** The refusal was an outage: the page is written again. */
  remove(index: number): void;
  /** The pages that are to be shown in place of `pages`. */
  apply(pages: readonly unknown[]): readonly unknown[];
}

/** The sentences in place of a page: for a whole answer, and for a part of it. */
interface RefusalPages {
  readonly whole: () => unknown;
  readonly part: () => unknown;
}

/** Creates an empty set. `sentences` render in the look of the surface that takes the next write. */
export function createRefusedPages(sentences: RefusalPages): RefusedPages {
  /** By index, what the message of the page shows. `undefined`: there is none. */
  const shownPages = new Map<number, unknown>();

  return {
    get isEmpty() {
      return shownPages.size === 0;
    },

    add: (index, shown) => void shownPages.set(index, shown),
    has: (index) => shownPages.has(index),
    remove: (index) => void shownPages.delete(index),

    apply(pages) {
      if (shownPages.size === 0) return pages;

      const isWhole = pages.length === 1;
      const sentence = isWhole ? sentences.whole() : sentences.part();
      const replaced = pages.map((page, index) =>
        shownPages.has(index) ? (shownPages.get(index) ?? sentence) : page,
      );
      // A message that keeps the text of a preview does not say that the rest is missing.
      return replaced.includes(sentence) ? replaced : [...replaced, sentence];
    },
  };
}
