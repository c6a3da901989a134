import type { DocumentText } from '../document-text.ts';
import { joinItems } from '../markdown/join-items.ts';
import { gatherBlocks } from '../text/gather-blocks.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { childOf, childrenOf } from '../xml/children-of.ts';
import type { XmlTree } from '../xml/parse-xml.ts';
import type { ZipArchive } from '../zip/zip-archive.ts';
import { createOdfContext, odfBlocks } from './odf-blocks.ts';
import { readOdp } from './read-odp.ts';
import { readOds } from './read-ods.ts';

/** A document of OpenDocument (ODT, ODS, ODP) as Markdown. `undefined`: it has no body. */
export function readOdf(archive: ZipArchive, limit: number): DocumentText | undefined {
  const manifest = archive.textOf('META-INF/manifest.xml') ?? '';
  if (/<(\w+:)?encryption-data\b/.test(manifest)) throw new UnreadableError('locked');
  const tree = archive.parse('content.xml');
  return tree && readOdfTree(tree, limit);
}

/** The same for a parsed document, which may be a file of its own (FODT, FODS, FODP). */
export function readOdfTree({ root, isCut }: XmlTree, limit: number): DocumentText | undefined {
  const document = childrenOf(root).find(({ name }) => /^document(-content)?$/.test(name));
  const body = childrenOf(childOf(document, 'body'))[0];
  if (!body) return undefined;

  const notes = [isCut ? 'the end of the document is left out' : undefined];
  const context = createOdfContext(root);
  if (body.name === 'spreadsheet') return readOds(body, { limit, isCut });
  if (body.name === 'presentation' || body.name === 'drawing') {
    return readOdp(body, context, { limit, notes });
  }
  return gatherBlocks(joinItems(odfBlocks(body, context)), limit, notes);
}
