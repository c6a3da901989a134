import { toOneLine } from '../../../lib/to-one-line.ts';
import type { DocumentText } from '../document-text.ts';
import { joinItems, type MarkdownBlock } from '../markdown/join-items.ts';
import { writeHeading } from '../markdown/write-heading.ts';
import { gatherBlocks } from '../text/gather-blocks.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { childAt, childOf, childrenOf } from '../xml/children-of.ts';
import { descendantOf } from '../xml/descendants-of.ts';
import type { OfficePackage } from './office-package.ts';
import { readSlide, type SlideContext } from './read-slide.ts';

const MAX_SLIDES = 1_000;

/** A presentation as Markdown, slide by slide. `undefined`: it has no list of slides. */
export function readPptx(office: OfficePackage, limit: number): DocumentText | undefined {
  const presentation = childOf(office.part(office.mainPart)?.root, 'presentation');
  if (!presentation) return undefined;

  const targets = new Map(
    office.relationsOf(office.mainPart).map(({ id, target }) => [id, target]),
  );
  const slides = childrenOf(childOf(presentation, 'sldIdLst'), 'sldId').flatMap(
    (slide) => targets.get(attributeOf(slide, ':id') ?? '') ?? [],
  );
  const shown = slides.slice(0, MAX_SLIDES);
  const note = slides.length > MAX_SLIDES ? `only ${MAX_SLIDES} slides` : undefined;
  const blocks = joinItems(
    shown.values().flatMap((name, index) => slideBlocks(office, name, index + 1)),
  );
  return gatherBlocks(blocks, limit, [note]);
}

function* slideBlocks(
  office: OfficePackage,
  name: string,
  number: number,
): Generator<MarkdownBlock> {
  const slide = childOf(office.part(name)?.root, 'sld');
  const relations = office.relationsOf(name);
  const context: SlideContext = {
    addresses: new Map(relations.map(({ id, target }) => [id, target])),
    partOf: (id) => office.part(relations.find((each) => each.id === id)?.target)?.root,
  };

  const { title, blocks } = readSlide(childAt(slide, 'cSld', 'spTree'), context);
  const hidden = attributeOf(slide, 'show') === '0' ? ' (hidden)' : '';
  const heading = `Slide ${number}${hidden}${title && `: ${toOneLine(title)}`}`;
  yield { text: writeHeading(2, heading), isItem: false };
  yield* blocks;

  const notes = relations.find(({ type }) => type === 'notesSlide')?.target;
  const words = notesText(office, notes);
  if (words) yield { text: `Notes: ${words}`, isItem: false };
}

/** The speaker's own notes: the body of the page of notes, without its picture of the slide. */
function notesText(office: OfficePackage, name: string | undefined): string {
  const tree = childAt(office.part(name)?.root, 'notes', 'cSld', 'spTree');
  const bodies = childrenOf(tree, 'sp').filter(
    (shape) => attributeOf(descendantOf(childOf(shape, 'nvSpPr'), 'ph'), 'type') === 'body',
  );
  const context: SlideContext = { addresses: new Map(), partOf: () => undefined };
  return bodies
    .flatMap(
      (body) => readSlide({ name: 'spTree', attributes: {}, children: [body] }, context).blocks,
    )
    .map(({ text }) => text)
    .join('\n');
}
