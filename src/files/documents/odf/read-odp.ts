import { toOneLine } from '../../../lib/to-one-line.ts';
import type { DocumentText } from '../document-text.ts';
import { joinItems, type MarkdownBlock } from '../markdown/join-items.ts';
import { writeHeading } from '../markdown/write-heading.ts';
import { gatherBlocks } from '../text/gather-blocks.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { childOf, childrenOf } from '../xml/children-of.ts';
import type { XmlElement } from '../xml/parse-xml.ts';
import { type OdfContext, odfBlocks } from './odf-blocks.ts';

/** Placeholders that repeat on each slide. */
const REPEATED = /^(date-time|footer|header|page-number|page)$/;

/** A presentation of OpenDocument, slide by slide. */
export function readOdp(
  body: XmlElement,
  context: OdfContext,
  { limit, notes }: { readonly limit: number; readonly notes: readonly (string | undefined)[] },
): DocumentText {
  const pages = childrenOf(body, 'page');
  const blocks = pages.values().flatMap((page, index) => pageBlocks(page, index + 1, context));
  return gatherBlocks(joinItems(blocks), limit, notes);
}

function* pageBlocks(
  page: XmlElement,
  number: number,
  context: OdfContext,
): Generator<MarkdownBlock> {
  const frames = childrenOf(page).filter(
    (child) => child.name !== 'notes' && !REPEATED.test(attributeOf(child, 'class') ?? ''),
  );
  const titleFrame = frames.find((frame) => attributeOf(frame, 'class') === 'title');
  const title = titleFrame ? wordsOf(titleFrame, context) : '';
  const heading = `Slide ${number}${title && `: ${toOneLine(title)}`}`;
  yield { text: writeHeading(2, heading), isItem: false };
  yield* odfBlocks({ ...page, children: frames.filter((frame) => frame !== titleFrame) }, context);

  const speakerFrames = childrenOf(childOf(page, 'notes'), 'frame').filter(
    (frame) => attributeOf(frame, 'class') === 'notes',
  );
  const words = speakerFrames
    .map((frame) => wordsOf(frame, context))
    .join('\n')
    .trim();
  if (words) yield { text: `Notes: ${words}`, isItem: false };
}

function wordsOf(frame: XmlElement, context: OdfContext): string {
  const blocks = odfBlocks({ name: '', attributes: {}, children: [frame] }, context);
  return [...blocks]
    .map(({ text }) => text)
    .filter(Boolean)
    .join('\n');
}
