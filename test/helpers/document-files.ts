import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { FileContent } from '../../src/contracts/files.ts';
import { readDocument } from '../../src/files/documents/read-document.ts';

/** A name and its contents, for an archive. */
export type Parts = Readonly<Record<string, string | Uint8Array>>;

/** Packs parts into a ZIP archive. */
export function packZip(parts: Parts): Uint8Array {
  const entries = Object.entries(parts).map(([name, content]) => [
    name,
    typeof content === 'string' ? strToU8(content) : content,
  ]);
  return zipSync(Object.fromEntries(entries), { level: 1 });
}

const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

type Link = readonly [id: string, type: string, target: string];

/** The relations of a part of an Office document. */
export function relations(...list: readonly Link[]): string {
  const elements = list.map(([id, type, target]) => {
    const mode = /^https?:/.test(target) ? ' TargetMode="External"' : '';
    return `<Relationship Id="${id}" Type="${TYPES}/${type}" Target="${target}"${mode}/>`;
  });
  return `<?xml version="1.0"?><Relationships>${elements.join('')}</Relationships>`;
}

/** A Word document with a body and with other parts of `word/`. */
export function packDocx(body: string, parts: Parts = {}, links: readonly Link[] = []) {
  const others = Object.keys(parts).map(
    (name, index) => [`part${index}`, name.replace(/\d*\.xml$/, ''), name] as const,
  );
  return packZip({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relations(['rId1', 'officeDocument', 'word/document.xml']),
    'word/document.xml': `<?xml version="1.0"?><w:document><w:body>${body}</w:body></w:document>`,
    'word/_rels/document.xml.rels': relations(...others, ...links),
    ...Object.fromEntries(Object.entries(parts).map(([name, text]) => [`word/${name}`, text])),
  });
}

/** A paragraph of Word with plain words. */
export function wordParagraph(text: string, properties = ''): string {
  return `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

/** A workbook with the XML of its sheets, by their names. */
export function packXlsx(
  sheets: Readonly<Record<string, string>>,
  { strings = '', styles = '', workbookProperties = '' } = {},
): Uint8Array {
  const names = Object.keys(sheets);
  const entries = names.map(
    (name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="s${index}"/>`,
  );
  const targets = names.map(
    (_, index) => [`s${index}`, 'worksheet', `worksheets/sheet${index}.xml`] as const,
  );
  return packZip({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relations(['rId1', 'officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `<workbook>${workbookProperties}<sheets>${entries.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ...targets,
      ['t', 'sharedStrings', 'sharedStrings.xml'],
      ['y', 'styles', 'styles.xml'],
    ),
    'xl/sharedStrings.xml': `<sst>${strings}</sst>`,
    'xl/styles.xml': `<styleSheet>${styles}</styleSheet>`,
    ...Object.fromEntries(
      Object.values(sheets).map((xml, index) => [
        `xl/worksheets/sheet${index}.xml`,
        `<worksheet>${xml}</worksheet>`,
      ]),
    ),
  });
}

/** Reads a document as the bot does, with room for 20,000 characters. */
export async function readContent(
  name: string,
  content: string | Uint8Array,
  { characters = 20_000, mime = '' } = {},
): Promise<FileContent | undefined> {
  const bytes = typeof content === 'string' ? strToU8(content) : content;
  return readDocument({ name, mime, bytes }, { characters });
}

/** The text of a document. */
export async function readWords(
  name: string,
  content: string | Uint8Array,
  options: { readonly characters?: number; readonly mime?: string } = {},
): Promise<string> {
  const read = await readContent(name, content, options);
  return read?.kind === 'text'
    ? read.text
    : `(${read?.kind === 'unreadable' ? read.why : 'unknown'})`;
}

/** The bytes of a document that a real program wrote: LibreOffice 7.4. */
export function fixtureFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures/files', name)));
}
