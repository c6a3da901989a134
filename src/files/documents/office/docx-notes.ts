import { toOneLine } from '../../../lib/to-one-line.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { childrenOf } from '../xml/children-of.ts';
import type { XmlElement } from '../xml/parse-xml.ts';
import { type DocxReference, readDocxLine } from './read-docx-line.ts';

/** A footnote, an endnote or a comment. */
export interface DocxNote {
  readonly text: string;
  readonly author?: string;
}

/** The notes of a document, by the marks in its text. */
export interface DocxNotes {
  find(reference: DocxReference): DocxNote | undefined;
}

const PARTS: readonly (readonly [DocxReference['kind'], part: string])[] = [
  ['footnote', 'footnotes'],
  ['endnote', 'endnotes'],
  ['comment', 'comments'],
];

/**
 * @param related The root of the part that the document relates to by a type.
 * @param addressesOf The addresses of the links in that part.
 */
export function readDocxNotes(
  related: (type: string) => XmlElement | undefined,
  addressesOf: (type: string) => ReadonlyMap<string, string>,
): DocxNotes {
  const notes = new Map<string, DocxNote>();
  for (const [kind, part] of PARTS) {
    const addresses = addressesOf(part);
    for (const list of childrenOf(related(part), part)) {
      for (const note of childrenOf(list, kind)) {
        notes.set(`${kind} ${attributeOf(note, 'id')}`, readNote(note, addresses));
      }
    }
  }
  return { find: ({ kind, id }) => notes.get(`${kind} ${id}`) };
}

function readNote(note: XmlElement, addresses: ReadonlyMap<string, string>): DocxNote {
  const lines = childrenOf(note, 'p').map((paragraph) => readDocxLine(paragraph, addresses).text);
  const text = toOneLine(lines.join(' '));
  const author = attributeOf(note, 'author');
  return author ? { text, author: toOneLine(author) } : { text };
}
