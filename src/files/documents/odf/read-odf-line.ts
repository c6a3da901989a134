import { toOneLine } from '../../../lib/to-one-line.ts';
import { writeLink } from '../markdown/write-link.ts';
import { writePicture } from '../markdown/write-picture.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { childOf, childrenOf } from '../xml/children-of.ts';
import { descendantOf } from '../xml/descendants-of.ts';
import { nodeText } from '../xml/node-text.ts';
import type { XmlElement, XmlNode } from '../xml/parse-xml.ts';

/** The words of a paragraph of an OpenDocument, and what hangs on them. */
export interface OdfLine {
  readonly text: string;
  /** Footnotes and comments, each as a block. */
  readonly notes: readonly string[];
  /** Frames with text in them. */
  readonly boxes: readonly XmlElement[];
}

const MAX_SPACES = 100;

/** @param deletions What was deleted while changes were tracked, by id. */
export function readOdfLine(
  paragraph: XmlElement,
  deletions: ReadonlyMap<string, string> = new Map(),
): OdfLine {
  const notes: string[] = [];
  const boxes: XmlElement[] = [];

  const inside = (element: XmlElement): string => element.children.map(visit).join('');

  function visit(node: XmlNode): string {
    if (typeof node === 'string') return node.replace(/[\t\n\r ]+/g, ' ');
    const visitor = Object.hasOwn(visitors, node.name) ? visitors[node.name] : undefined;
    return visitor ? visitor(node) : inside(node);
  }

  const visitors: Readonly<Record<string, (element: XmlElement) => string>> = {
    a: (element) => writeLink(inside(element), attributeOf(element, 'href')),
    s: (element) => ' '.repeat(Math.min(MAX_SPACES, Number(attributeOf(element, 'c')) || 1)),
    tab: () => '\t',
    'line-break': () => '\n',
    note: (element) => visitNote(element),
    annotation: (element) => visitComment(element),
    'text-box': (element) => {
      boxes.push(element);
      return '';
    },
    image: (element) => (childOf(element, 'p') ? inside(element) : ''),
    frame: (element) => visitFrame(element),
    'custom-shape': (element) => {
      boxes.push(element);
      return '';
    },
    'ruby-text': (element) => `(${nodeText(element)})`,
    'change-start': () => '<ins>',
    'change-end': () => '</ins>',
    change: (element) => {
      const deleted = deletions.get(attributeOf(element, 'change-id') ?? '');
      return deleted ? `<del>${deleted}</del>` : '';
    },
    object: () => '[embedded object]',
    'object-ole': () => '',
    title: () => '',
    desc: () => '',
  };

  function visitNote(note: XmlElement): string {
    const citation = toOneLine(nodeText(childOf(note, 'note-citation'))) || '*';
    const prefix = attributeOf(note, 'note-class') === 'endnote' ? 'end' : '';
    const body = childrenOf(childOf(note, 'note-body')).map((each) => readOdfLine(each).text);
    notes.push(`[^${prefix}${citation}]: ${toOneLine(body.join(' '))}`);
    return `[^${prefix}${citation}]`;
  }

  function visitComment(comment: XmlElement): string {
    const author = toOneLine(nodeText(childOf(comment, 'creator')));
    const words = childrenOf(comment)
      .filter(({ name }) => name === 'p' || name === 'list')
      .map(nodeText);
    notes.push(`[comment${author && ` by ${author}`}: ${toOneLine(words.join(' '))}]`);
    return '';
  }

  function visitFrame(frame: XmlElement): string {
    const before = boxes.length;
    const words = inside(frame);
    if (words.trim() || boxes.length > before || childOf(frame, 'table')) return words;
    const description = nodeText(childOf(frame, 'desc')) || nodeText(childOf(frame, 'title'));
    return descendantOf(frame, 'image') ? writePicture(description) : '';
  }

  return { text: inside(paragraph), notes, boxes };
}
