import { element } from '../../lib/page/element.ts';

/** A sentence in the place of something that is not there. */
export function emptyLine(sentence: string): HTMLParagraphElement {
  return element('p', { class: 'empty' }, sentence);
}
