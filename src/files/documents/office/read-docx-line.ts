import { writeLink } from '../markdown/write-link.ts';
import { writePicture } from '../markdown/write-picture.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { childOf, childrenOf } from '../xml/children-of.ts';
import { descendantOf } from '../xml/descendants-of.ts';
import { nodeText } from '../xml/node-text.ts';
import type { XmlElement, XmlNode } from '../xml/parse-xml.ts';
import { addressOfField } from './address-of-field.ts';
import { officeMath } from './office-math.ts';
import { symbolOf } from './symbol-of.ts';

/** The words of a paragraph, and what hangs on them. */
export interface DocxLine {
  readonly text: string;
  /** The ids of footnotes, endnotes and comments, in their order. */
  readonly references: readonly DocxReference[];
  /** Text boxes that are anchored in the paragraph. */
  readonly boxes: readonly XmlElement[];
}

/** A mark in the text for a note or a comment. */
export interface DocxReference {
  readonly kind: 'footnote' | 'endnote' | 'comment';
  readonly id: string;
}

/** Deeper fields are taken for plain words. */
const MAX_FIELDS = 50;

interface Field {
  instruction: string;
  /** The index in the output where the visible result begins. */
  start: number;
}

/**
 * Reads the runs of a paragraph. Tracked changes are marked as `<ins>` and `<del>`.
 * @param addresses The addresses of links, by the ids of their relations.
 */
export function readDocxLine(
  paragraph: XmlElement,
  addresses: ReadonlyMap<string, string>,
): DocxLine {
  const output: string[] = [];
  const references: DocxReference[] = [];
  const boxes: XmlElement[] = [];
  const fields: Field[] = [];

  function collect(elements: readonly XmlElement[]): string {
    const start = output.length;
    for (const element of elements) visit(element);
    return output.splice(start).join('');
  }

  function visit(element: XmlElement): void {
    const visitor = Object.hasOwn(visitors, element.name) ? visitors[element.name] : undefined;
    if (visitor) visitor(element);
    else if (!element.name.endsWith('Pr')) childrenOf(element).forEach(visit);
  }

  const wrap = (tag: string) => (element: XmlElement) => {
    const text = collect(childrenOf(element));
    if (text.trim()) output.push(`<${tag}>${text}</${tag}>`);
    else output.push(text);
  };
  const refer = (kind: DocxReference['kind']) => (element: XmlElement) => {
    const id = attributeOf(element, 'id') ?? '';
    references.push({ kind, id });
    output.push(referenceMark({ kind, id }));
  };
  const ignore = () => undefined;

  const visitors: Readonly<Record<string, (element: XmlElement) => unknown>> = {
    t: (element) => output.push(nodeText(element)),
    delText: (element) => output.push(nodeText(element)),
    tab: () => output.push('\t'),
    br: (element) => output.push(attributeOf(element, 'type') === 'page' ? '' : '\n'),
    cr: () => output.push('\n'),
    noBreakHyphen: () => output.push('-'),
    sym: (element) => output.push(symbolOf(attributeOf(element, 'char'))),
    ins: wrap('ins'),
    moveTo: wrap('ins'),
    del: wrap('del'),
    moveFrom: wrap('del'),
    r: (element) => {
      const properties = childOf(element, 'rPr');
      // Hidden text: the readers of the document do not see it.
      if (isSwitchedOn(properties, 'vanish')) return;
      const text = collect(childrenOf(element));
      const isStruck = isSwitchedOn(properties, 'strike') || isSwitchedOn(properties, 'dstrike');
      output.push(isStruck && text.trim() ? `~~${text}~~` : text);
    },
    hyperlink: (element) => {
      const label = collect(childrenOf(element));
      output.push(writeLink(label, addresses.get(attributeOf(element, ':id') ?? '')));
    },
    fldSimple: (element) => {
      const label = collect(childrenOf(element));
      output.push(writeLink(label, addressOfField(attributeOf(element, 'instr') ?? '')));
    },
    fldChar: (element) => visitFieldMark(attributeOf(element, 'fldCharType')),
    instrText: (element) => {
      const field = fields.at(-1);
      if (field) field.instruction += nodeText(element);
    },
    footnoteReference: refer('footnote'),
    endnoteReference: refer('endnote'),
    commentReference: refer('comment'),
    AlternateContent: (element) =>
      childrenOf(childOf(element, 'Choice') ?? childOf(element, 'Fallback')).forEach(visit),
    txbxContent: (element) => boxes.push(element),
    drawing: (element) => visitDrawing(element),
    rt: (element) => output.push(`(${collect(childrenOf(element))})`),
    oMath: (element) => output.push(officeMath(element)),
    instr: ignore,
    object: (element) => {
      output.push('[embedded object]');
      childrenOf(element).forEach(visit);
    },
  };

  function visitFieldMark(type: string | undefined): void {
    if (type === 'begin' && fields.length < MAX_FIELDS) {
      fields.push({ instruction: '', start: output.length });
    }
    const field = fields.at(-1);
    if (!field) return;
    if (type === 'separate') field.start = output.length;
    if (type !== 'end') return;
    fields.pop();
    const label = output.splice(field.start).join('');
    output.push(writeLink(label, addressOfField(field.instruction)));
  }

  function visitDrawing(drawing: XmlElement): void {
    const before = boxes.length;
    childrenOf(drawing).forEach(visit);
    if (boxes.length > before) return;
    const description = attributeOf(descendantOf(drawing, 'docPr'), 'descr');
    output.push(descendantOf(drawing, 'chart') ? '[chart]' : writePicture(description));
  }

  childrenOf(paragraph).forEach(visit);
  return { text: output.join(''), references, boxes };
}

function isSwitchedOn(properties: XmlElement | undefined, name: string): boolean {
  const property = childOf(properties, name);
  return property !== undefined && !/^(0|false|off)$/.test(attributeOf(property, 'val') ?? '');
}

/** The mark of a note in the text. */
export function referenceMark({ kind, id }: DocxReference): string {
  if (kind === 'comment') return `[comment ${id}]`;
  return kind === 'endnote' ? `[^end${id}]` : `[^${id}]`;
}

/** Tells whether a node is an element that holds words of a document, not properties. */
export function isDocxContent(node: XmlNode): node is XmlElement {
  return typeof node !== 'string' && !node.name.endsWith('Pr');
}
