import { readZip } from './archive/read-archive.ts';
import type { DocumentText } from './document-text.ts';
import { readEpub } from './epub/read-epub.ts';
import { readOdf } from './odf/read-odf.ts';
import { openOfficePackage } from './office/office-package.ts';
import { readDocx } from './office/read-docx.ts';
import { readPptx } from './office/read-pptx.ts';
import { readXlsx } from './office/read-xlsx.ts';
import type { ReadBudget } from './read-budget.ts';
import { UnreadableError } from './unreadable-error.ts';
import { openZip, type ZipArchive } from './zip/zip-archive.ts';

/** Reads a ZIP archive: a document of Office or OpenDocument, a book, or an archive of files. */
export function readZipKind(
  bytes: Uint8Array,
  limit: number,
  budget: ReadBudget,
): DocumentText | undefined {
  const archive = openZip(bytes, budget);
  return (
    readByMimetype(archive, limit) ?? readByOfficePart(archive, limit) ?? readZip(archive, limit)
  );
}

/** OpenDocument and EPUB begin with a file that names their kind. */
function readByMimetype(archive: ZipArchive, limit: number): DocumentText | undefined {
  const entry = archive.find('mimetype');
  const isSmall = entry !== undefined && entry.compressedBytes < 200;
  const mimetype = isSmall ? (archive.textOf('mimetype')?.trim() ?? '') : '';
  if (mimetype.startsWith('application/vnd.oasis.opendocument.')) {
    return readOdf(archive, limit) ?? refuseDamaged();
  }
  const isBook = mimetype === 'application/epub+zip' || archive.find('META-INF/container.xml');
  return isBook ? readEpub(archive, limit) : undefined;
}

function readByOfficePart(archive: ZipArchive, limit: number): DocumentText | undefined {
  if (!archive.find('[Content_Types].xml')) return undefined;
  const office = openOfficePackage(archive);
  if (!office) return undefined;
  const { mainPart } = office;
  if (/^word\//i.test(mainPart)) return readDocx(office, limit) ?? refuseDamaged();
  if (/^ppt\//i.test(mainPart)) return readPptx(office, limit) ?? refuseDamaged();
  // A binary workbook (XLSB) has no XML.
  if (/\.bin$/i.test(mainPart)) throw new UnreadableError('unknown kind');
  if (/^xl\//i.test(mainPart)) return readXlsx(office, limit) ?? refuseDamaged();
  return readDocx(office, limit) ?? readXlsx(office, limit) ?? readPptx(office, limit);
}

function refuseDamaged(): never {
  throw new UnreadableError('damaged');
}
