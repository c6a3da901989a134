import { writeCodeSpan } from '../markdown/write-code-span.ts';
import { writeLink } from '../markdown/write-link.ts';
import { writePicture } from '../markdown/write-picture.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { descendantOf } from '../xml/descendants-of.ts';
import { nodeText } from '../xml/node-text.ts';
import type { XmlElement, XmlNode } from '../xml/parse-xml.ts';
import { isHiddenElement } from './is-hidden-element.ts';

/** Stands for a line break until the spaces around it are gone. */
const BREAK = '\u0001';

/** The words of a node within a line, as Markdown. Spaces are joined later, by `tidyInline`. */
export function inlineText(node: XmlNode): string {
  if (typeof node === 'string') return node.replaceAll(BREAK, '').replace(/[\t\n\r\f ]+/g, ' ');
  if (isHiddenElement(node)) return '';
  const write = WRITERS[node.name];
  return write && Object.hasOwn(WRITERS, node.name) ? write(node) : inside(node);
}

const WRITERS: Readonly<Record<string, (element: XmlElement) => string>> = {
  br: () => BREAK,
  a: (element) => writeLink(tidyInline(inside(element)), attributeOf(element, 'href')),
  img: (element) => writeImage(element),
  code: (element) => writeCodeSpan(nodeText(element)),
  kbd: (element) => writeCodeSpan(nodeText(element)),
  samp: (element) => writeCodeSpan(nodeText(element)),
  del: (element) => surround(inside(element), '~~'),
  s: (element) => surround(inside(element), '~~'),
  strike: (element) => surround(inside(element), '~~'),
  b: (element) => surround(inside(element), '**'),
  strong: (element) => surround(inside(element), '**'),
  sup: (element) => writePower(inside(element)),
  math: (element) => writeFormula(element),
  input: (element) => writeCheckbox(element),
  q: (element) => `“${inside(element)}”`,
  wbr: () => '',
};

/** Joins the spaces of a line, and removes those at the ends of its lines. */
export function tidyInline(text: string): string {
  return text
    .replace(/ +/g, ' ')
    .split(BREAK)
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

function inside(element: XmlElement): string {
  return element.children.map(inlineText).join('');
}

/** Marks words, with the spaces outside of the marks. */
function surround(text: string, marks: string): string {
  const words = text.trim();
  if (!words || words.includes(marks)) return text;
  const start = text.indexOf(words);
  return `${text.slice(0, start)}${marks}${words}${marks}${text.slice(start + words.length)}`;
}

/** A picture with a description. Those without one are decoration. */
function writeImage(element: XmlElement): string {
  const description = attributeOf(element, 'alt')?.trim();
  return description ? writePicture(description) : '';
}

function writePower(text: string): string {
  return /^[\dn+−-]+$/.test(text.trim()) ? `^${text.trim()}` : text;
}

/** KaTeX, MathJax and Wikipedia keep the source of a formula beside it. */
function writeFormula(element: XmlElement): string {
  const source = nodeText(descendantOf(element, 'annotation')) || attributeOf(element, 'alttext');
  return source ? `$${source.trim()}$` : nodeText(element);
}

function writeCheckbox(element: XmlElement): string {
  if (attributeOf(element, 'type') !== 'checkbox') return '';
  return attributeOf(element, 'checked') === undefined ? '[ ] ' : '[x] ';
}
