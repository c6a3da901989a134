import { attributeOf } from '../xml/attribute-of.ts';
import { childAt, childOf, childrenOf } from '../xml/children-of.ts';
import { nodeText } from '../xml/node-text.ts';
import type { XmlElement } from '../xml/parse-xml.ts';

/** A formula of Office (ECMA-376, part 1, 22.1) in one line, close to LaTeX. */
export function officeMath(element: XmlElement): string {
  const write = Object.hasOwn(WRITERS, element.name) ? WRITERS[element.name] : undefined;
  if (write) return write(element);
  return element.name.endsWith('Pr') ? '' : childrenOf(element).map(officeMath).join('');
}

const WRITERS: Readonly<Record<string, (element: XmlElement) => string>> = {
  t: nodeText,
  f: (element) => `(${part(element, 'num')})/(${part(element, 'den')})`,
  sSup: (element) => `${part(element, 'e')}^${group(part(element, 'sup'))}`,
  sSub: (element) => `${part(element, 'e')}_${group(part(element, 'sub'))}`,
  sSubSup: (element) =>
    `${part(element, 'e')}_${group(part(element, 'sub'))}^${group(part(element, 'sup'))}`,
  rad: (element) => `√${degreeOf(element)}(${part(element, 'e')})`,
  nary: (element) => {
    const sign = attributeOf(childAt(element, 'naryPr', 'chr'), 'val') ?? '∫';
    const from = part(element, 'sub');
    const to = part(element, 'sup');
    return `${sign}${from && `_${group(from)}`}${to && `^${group(to)}`} ${part(element, 'e')}`;
  },
  d: (element) => `(${childrenOf(element, 'e').map(officeMath).join(', ')})`,
  m: (element) => `[${childrenOf(element, 'mr').map(writeMatrixRow).join('; ')}]`,
};

function part(element: XmlElement, name: string): string {
  const found = childOf(element, name);
  return found ? officeMath(found) : '';
}

function group(text: string): string {
  return text.length === 1 ? text : `{${text}}`;
}

function degreeOf(element: XmlElement): string {
  const degree = part(element, 'deg');
  return degree && `[${degree}]`;
}

function writeMatrixRow(row: XmlElement): string {
  return childrenOf(row, 'e').map(officeMath).join(', ');
}
