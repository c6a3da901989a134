/**
 * How Markdown looks and is measured on one platform. Pure.
 *
 * Pages are whatever the surface of the same platform takes; each fits one message, and none is empty unless the whole
 * text is (then there is no page).
 */
export interface Dialect<Page> {
  /**
   * `reasoning`: what the model thought before its first word, as plain text, shown folded before the text. A text of more than
   * `mostPages` goes on in a file, which is the last page.
   */
  open(reasoning?: string, mostPages?: number): Rendering<Page>;
  /** The platform would show both the same: the second write can be spared. */
  same(a: Page, b: Page): boolean;
}

/** The rendering of one growing text. */
export interface Rendering<Page> {
  /**
   * Takes the whole text so far, which begins with the whole text of the call before, and gives all pages. Pages before
   * the last never change while `growing`; the pages are the same as if the whole text had come at once.
   *
   * `closing`: Markdown that stands under the text and is always seen, whatever the text left open, and however long it is.
   */
  update(markdown: string, state: 'growing' | 'final', closing?: string): readonly Page[];
}
