import { toOneLine } from '../../../lib/to-one-line.ts';
import type { DocumentText } from '../document-text.ts';
import { writeFence } from '../markdown/write-fence.ts';
import { writeHeading } from '../markdown/write-heading.ts';
import { decodeText } from '../text/decode-text.ts';
import { gatherBlocks } from '../text/gather-blocks.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { descendantOf, descendantsOf } from '../xml/descendants-of.ts';
import { nodeText } from '../xml/node-text.ts';
import { parseXml, type XmlElement } from '../xml/parse-xml.ts';
import { htmlBlocks } from './html-blocks.ts';

/** The main part of a page stands for the whole if it holds this share of its words. */
const MIN_MAIN_SHARE = 0.3;
const META_CHARSET = /<meta[^>]{0,200}?\bcharset\s*=\s*["']?([\w.:-]+)/i;

/** The source of a small page follows its text: the question may be about it. */
const MAX_SOURCE_CHARACTERS = 4_000;

/** A web page as Markdown, without its scripts, styles and navigation. */
export function readHtml(html: string, limit: number): DocumentText {
  const { root, isCut } = parseXml(html, 'html');
  const title = toOneLine(nodeText(descendantOf(root, 'title')));
  const content = findContent(root);
  const hasHeading = descendantOf(content, 'h1') !== undefined;

  const blocks = [...htmlBlocks(content)];
  const withTitle = hasHeading ? blocks : [writeHeading(1, title), ...blocks];
  if (blocks.every((block) => block === '')) return { text: '' };
  const hasSource = html.length <= Math.min(MAX_SOURCE_CHARACTERS, limit / 2);
  const source = hasSource ? ['The source of the page:', writeFence(html, 'html')] : [];
  return gatherBlocks([...withTitle, ...source], limit, [
    hasSource ? undefined : 'only the readable text, without the markup, styles and scripts',
    isCut ? 'the end of the page is left out' : undefined,
  ]);
}

/** Decodes a page by the charset that it declares. `undefined`: not text. */
export function decodeHtml(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 4_096)).toString('latin1');
  return decodeText(bytes, META_CHARSET.exec(start)?.[1]);
}

function findContent(root: XmlElement): XmlElement {
  const body = descendantOf(root, 'body') ?? root;
  const articles = [...descendantsOf(body, 'article')];
  const main =
    descendantOf(body, 'main') ??
    findByRole(body) ??
    (articles.length === 1 ? articles[0] : undefined);
  if (!main) return body;
  return nodeText(main).length >= nodeText(body).length * MIN_MAIN_SHARE ? main : body;
}

function findByRole(body: XmlElement): XmlElement | undefined {
  return [...descendantsOf(body, 'div')].find((each) => attributeOf(each, 'role') === 'main');
}
