import type { DownloadedFile, FileContent } from '../../contracts/files.ts';
import { isTar, readTar } from './archive/read-tar.ts';
import type { DocumentText } from './document-text.ts';
import { docText } from './ole/doc-text.ts';
import { isOle, openOle } from './ole/ole-container.ts';
import { readDoc } from './ole/read-doc.ts';
import { readXls } from './ole/read-xls.ts';
import { createReadBudget, type ReadBudget } from './read-budget.ts';
import { readGzip } from './read-gzip.ts';
import { readTextKind } from './read-text-kind.ts';
import { readZipKind } from './read-zip-kind.ts';
import { isRtf, readRtf } from './rtf/read-rtf.ts';
import { UnreadableError } from './unreadable-error.ts';

/**
 * Reads the text of a document, as Markdown where it has a structure. Its bytes decide its kind; its name
 * decides only between kinds of text.
 *
 * Kinds: text of any charset, code, logs; CSV; HTML, MHTML; DOCX, XLSX, PPTX; ODT, ODS, ODP (flat ones too); EPUB;
 * RTF; DOC (its text, tables and links); XLS; Jupyter notebooks; mails; ZIP, TAR and GZIP (a listing, and the texts of
 * up to 30 files).
 * Not: PDF, pictures, sound, and the other binary formats of Office (PPT, XLSB, and those before 1997).
 *
 * Limits: 64 MB decompressed and a ratio of 500; 10,000 entries of an archive; 300,000 nodes of a part and 600,000 of
 * a document; 100 sheets of 100 columns; cells of 5,000 characters; 1,000 slides; 2,000 chapters. `cut` says what is
 * missing.
 *
 * @returns `undefined`: of a kind that is not listed here.
 */
export async function readDocument(
  file: DownloadedFile,
  limits: { readonly characters: number },
): Promise<FileContent | undefined> {
  if (file.bytes.length === 0) return { kind: 'unreadable', why: 'empty' };
  try {
    const document = readKind(file, limits.characters, createReadBudget());
    if (!document) return undefined;
    const isEmpty = document.text.trim() === '';
    return isEmpty ? { kind: 'unreadable', why: 'empty' } : { kind: 'text', ...document };
  } catch (error) {
    const why = error instanceof UnreadableError ? error.reason : 'damaged';
    return why === 'unknown kind' ? undefined : { kind: 'unreadable', why };
  }
}

function readKind(
  file: DownloadedFile,
  limit: number,
  budget: ReadBudget,
): DocumentText | undefined {
  const { bytes } = file;
  if (isOle(bytes)) return readOle(bytes, limit);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readZipKind(bytes, limit, budget);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return readGzip(file, budget, (inner) => readKind(inner, limit, budget));
  }
  if (isTar(bytes)) return readTar(bytes, limit);
  return isRtf(bytes) ? readRtf(bytes, limit) : readTextKind(file, limit);
}

/** Reads an old Word document or workbook. Other old Office files are not known. */
function readOle(bytes: Uint8Array, limit: number): DocumentText | undefined {
  const container = openOle(bytes);
  // Office puts a document with a password into a container of the old kind (MS-OFFCRYPTO, 2.3.2).
  if (container.names.includes('EncryptedPackage')) throw new UnreadableError('locked');
  const workbook = container.stream('Workbook');
  if (workbook) return readXls(workbook, limit);
  const text = docText(container);
  return text === undefined ? undefined : readDoc(text, limit);
}
