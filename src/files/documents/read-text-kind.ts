import type { DownloadedFile } from '../../contracts/files.ts';
import { readCsv } from './csv/read-csv.ts';
import type { DocumentText } from './document-text.ts';
import { decodeHtml, readHtml } from './html/read-html.ts';
import { looksLikeMail, readMail } from './mail/read-mail.ts';
import { readNotebook } from './notebook/read-notebook.ts';
import { readOdfTree } from './odf/read-odf.ts';
import { extensionOf } from './text/code-language.ts';
import { decodeText } from './text/decode-text.ts';
import { readPlainText } from './text/read-plain-text.ts';
import { decodeXmlBytes, parseXml } from './xml/parse-xml.ts';

const HTML_START = /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]{0,2000}?-->\s*)?<(!doctype\s+html|html)\b/i;

const CSV_TYPE = /^text\/(csv|tab-separated-values)$/;

/** Reads a file that is text: its name, its kind by the network, and its beginning say of which kind. */
export function readTextKind(file: DownloadedFile, limit: number): DocumentText | undefined {
  const extension = extensionOf(file.name);
  const mime = file.mime.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const text = /^(html?|xhtml)$/.test(extension) ? decodeHtml(file.bytes) : decodeText(file.bytes);
  if (text === undefined) return undefined;

  if (isMail(extension, mime, text)) return readMail(file.bytes, limit);
  if (isHtml(extension, mime, text))
    return readPage(decodeHtml(file.bytes) ?? text, file.name, limit);
  if (isCsv(extension, mime, text)) return readCsv(text, limit);
  const structured = readStructured(file.bytes, text, extension, limit);
  return structured ?? readPlainText(text, file.name, limit);
}

function isCsv(extension: string, mime: string, text: string): boolean {
  // Many programs export their tables as text under the name of a workbook.
  const isExport = /^xlsx?$/.test(extension) && !text.trimStart().startsWith('<');
  return isExport || /^(csv|tsv|psv|tab)$/.test(extension) || CSV_TYPE.test(mime);
}

function isMail(extension: string, mime: string, text: string): boolean {
  if (/^(eml|mht|mhtml)$/.test(extension) || mime === 'message/rfc822') return true;
  return extension === '' && looksLikeMail(text);
}

function isHtml(extension: string, mime: string, text: string): boolean {
  if (/^(html?|xhtml)$/.test(extension)) return true;
  // Web pages come under the names of old Office files, and as downloads without an ending.
  const mayBePage = extension === '' || /^(doc|xls)$/.test(extension);
  return (mayBePage || mime === 'text/html') && HTML_START.test(text.slice(0, 4_000));
}

/** A page that only a script fills has no readable text: its source is all there is. */
function readPage(html: string, name: string, limit: number): DocumentText {
  const page = readHtml(html, limit);
  return page.text.trim() === '' ? readPlainText(html, name, limit) : page;
}

function readStructured(
  bytes: Uint8Array,
  text: string,
  extension: string,
  limit: number,
): DocumentText | undefined {
  if (extension === 'ipynb') return readNotebook(text, limit);
  if (/^(fodt|fods|fodp)$/.test(extension))
    return readOdfTree(parseXml(decodeXmlBytes(bytes)), limit);
  return undefined;
}
