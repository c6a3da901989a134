import { posix } from 'node:path';
import { toOneLine } from '../../../lib/to-one-line.ts';
import type { DocumentText } from '../document-text.ts';
import { htmlBlocks } from '../html/html-blocks.ts';
import { writeHeading } from '../markdown/write-heading.ts';
import { gatherBlocks } from '../text/gather-blocks.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { attributeOf } from '../xml/attribute-of.ts';
import { childOf, childrenOf } from '../xml/children-of.ts';
import { descendantOf } from '../xml/descendants-of.ts';
import { nodeText } from '../xml/node-text.ts';
import type { XmlElement } from '../xml/parse-xml.ts';
import type { ZipArchive } from '../zip/zip-archive.ts';

const PACKAGE_FALLBACK = /\.opf$/i;
const CHAPTER_TYPE = /xhtml|html/i;
/** Books may scramble their fonts, which locks nothing. */
const FONT = /\.(otf|ttf|woff2?)$/i;
const MAX_CHAPTERS = 2_000;

/** A book, chapter by chapter in the order of its spine. `undefined`: it has no contents. */
export function readEpub(archive: ZipArchive, limit: number): DocumentText | undefined {
  refuseLocked(archive);
  const packageName = findPackage(archive);
  const root = archive.parse(packageName)?.root;
  const book = descendantOf(root, 'package');
  if (!book || packageName === undefined) return undefined;

  const folder = posix.dirname(packageName);
  const items = new Map(
    childrenOf(childOf(book, 'manifest'), 'item').map((item) => [attributeOf(item, 'id'), item]),
  );
  const chapters = childrenOf(childOf(book, 'spine'), 'itemref')
    .map((reference) => items.get(attributeOf(reference, 'idref')))
    .filter(
      (item) => item !== undefined && CHAPTER_TYPE.test(attributeOf(item, 'media-type') ?? ''),
    )
    .map((item) => posix.join(folder, decodeAddress(attributeOf(item, 'href') ?? '')))
    .slice(0, MAX_CHAPTERS);

  const reading = { isTooLarge: false };
  const blocks = bookBlocks(archive, childOf(book, 'metadata'), chapters, reading);
  const text = gatherBlocks(blocks, limit);
  if (!reading.isTooLarge) return text;
  return {
    ...text,
    cut: [text.cut, 'the book is too large to read to its end'].filter(Boolean).join('; '),
  };
}

function* bookBlocks(
  archive: ZipArchive,
  metadata: XmlElement | undefined,
  chapters: readonly string[],
  reading: { isTooLarge: boolean },
): Generator<string> {
  const title = toOneLine(nodeText(childOf(metadata, 'title')));
  const authors = childrenOf(metadata, 'creator').map((creator) => toOneLine(nodeText(creator)));
  yield writeHeading(1, title);
  if (authors.length > 0) yield `By ${authors.join(', ')}`;

  try {
    for (const chapter of chapters) {
      const tree = archive.parse(chapter, 'xhtml');
      if (!tree) continue;
      const { root, isCut } = tree;
      reading.isTooLarge ||= isCut;
      yield* htmlBlocks(descendantOf(root, 'body') ?? root);
    }
  } catch (error) {
    const isTooLarge = error instanceof UnreadableError && error.reason === 'too large';
    if (!isTooLarge) throw error;
    reading.isTooLarge = true;
  }
}

function findPackage(archive: ZipArchive): string | undefined {
  const container = archive.parse('META-INF/container.xml')?.root;
  const declared = attributeOf(descendantOf(container, 'rootfile'), 'full-path');
  return declared ?? archive.entries.find(({ name }) => PACKAGE_FALLBACK.test(name))?.name;
}

function refuseLocked(archive: ZipArchive): void {
  const encryption = archive.textOf('META-INF/encryption.xml') ?? '';
  const locked = [...encryption.matchAll(/CipherReference\s+URI="([^"]*)"/g)];
  if (locked.some(([, name = '']) => !FONT.test(name))) throw new UnreadableError('locked');
}

function decodeAddress(address: string): string {
  try {
    return decodeURIComponent(address.split('#', 1)[0] ?? '');
  } catch {
    return address;
  }
}
