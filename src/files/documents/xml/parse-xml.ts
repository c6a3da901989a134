import { Parser } from 'htmlparser2';
import { decodeAs, decodeText } from '../text/decode-text.ts';

/** An element of XML or HTML. The prefixes of namespaces are left out of its name. */
export interface XmlElement {
  readonly name: string;
  /** With the prefixes, as they stand in the document. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

/** An element, or the text between elements. */
export type XmlNode = XmlElement | string;

/** A parsed document. */
export interface XmlTree {
  /** Has the name `''`. */
  readonly root: XmlElement;
  /** The document has more nodes than were read, or deeper ones. */
  readonly isCut: boolean;
  readonly nodeCount: number;
}

/** XHTML is read as HTML in which every element may close itself. */
export type XmlSyntax = 'xml' | 'html' | 'xhtml';

const MAX_NODES = 300_000;
/**
 * Deeper elements lose their tags, and their text joins the element at this depth, so that trees can be
 * walked by recursion.
 */
const MAX_DEPTH = 150;
/** The parser's own stack takes a time that grows with its depth. */
const MAX_PARSER_DEPTH = 2_000;
const STEP_CHARACTERS = 65_536;

/**
 * Parses XML or HTML, forgivingly and bounded. Only the standard entities are expanded: what a document
 * type declares is not read, so nothing can multiply.
 */
export function parseXml(text: string, syntax: XmlSyntax = 'xml', maxNodes = MAX_NODES): XmlTree {
  const builder = createTreeBuilder(Math.min(maxNodes, MAX_NODES));
  const parser = new Parser(builder.handler, {
    xmlMode: syntax === 'xml',
    recognizeSelfClosing: syntax !== 'html',
    decodeEntities: true,
  });

  for (let start = 0; start < text.length && !builder.isFull(); start += STEP_CHARACTERS) {
    parser.write(text.slice(start, start + STEP_CHARACTERS));
  }
  const isCut = builder.isFull();
  if (!isCut) parser.end();
  return { root: builder.root, isCut, nodeCount: builder.nodeCount() };
}

/** Decodes the bytes of an XML document: by its declaration, if it has one. */
export function decodeXmlBytes(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^<\?xml[^>]*\bencoding=["']([\w.:-]+)["']/.exec(start)?.[1];
  return decodeText(bytes, declared) ?? decodeAs(bytes, 'utf-8') ?? '';
}

interface GrowingElement extends XmlElement {
  readonly children: XmlNode[];
}

function createTreeBuilder(maxNodes: number) {
  const root: GrowingElement = { name: '', attributes: {}, children: [] };
  const open: GrowingElement[] = [root];
  /** The open elements below the last one that the tree holds. */
  let deeper = 0;
  let nodes = 0;
  let full = false;

  const parent = () => open.at(-1) ?? root;

  return {
    root,
    isFull: () => full,
    nodeCount: () => nodes,
    handler: {
      onopentag(name: string, attributes: Record<string, string>) {
        nodes += 1;
        full ||= nodes > maxNodes || deeper > MAX_PARSER_DEPTH;
        if (full || open.length > MAX_DEPTH) {
          deeper += 1;
          return;
        }
        const element: GrowingElement = { name: localName(name), attributes, children: [] };
        parent().children.push(element);
        open.push(element);
      },

      onclosetag() {
        if (deeper > 0) deeper -= 1;
        else if (open.length > 1) open.pop();
      },

      ontext(text: string) {
        if (full) return;
        const { children } = parent();
        const last = children.length - 1;
        const before = children[last];
        if (typeof before === 'string') {
          children[last] = before + text;
          return;
        }
        nodes += 1;
        children.push(text);
      },
    },
  };
}

/** The name of an element or attribute without the prefix of its namespace. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
