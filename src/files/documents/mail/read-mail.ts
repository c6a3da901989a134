import { toOneLine } from '../../../lib/to-one-line.ts';
import type { DocumentText } from '../document-text.ts';
import { htmlBlocks } from '../html/html-blocks.ts';
import { decodeHtml } from '../html/read-html.ts';
import { decodeText } from '../text/decode-text.ts';
import { formatByteCount } from '../text/format-count.ts';
import { gatherBlocks } from '../text/gather-blocks.ts';
import { descendantOf } from '../xml/descendants-of.ts';
import { parseXml } from '../xml/parse-xml.ts';
import { decodeHeader } from './decode-header.ts';
import { type MailPart, readMailPart } from './mail-parts.ts';

const SHOWN_HEADERS = ['From', 'To', 'Cc', 'Date', 'Subject'];
const MAX_HEADER_CHARACTERS = 1_000;
const MAIL_HEADER =
  /^(from|to|subject|date|received|return-path|message-id|mime-version|x-[\w-]+|delivered-to|reply-to):/i;

/** A mail (EML) or a saved web page (MHTML): its headers, its text, and the names of its files. */
export function readMail(bytes: Uint8Array, limit: number): DocumentText {
  const source = Buffer.from(bytes).toString('latin1').replace(/\r\n?/g, '\n');
  const mail = readMailPart(source);
  return gatherBlocks(mailBlocks(mail), limit);
}

/** Tells whether a text begins as mails do: with several of their headers. */
export function looksLikeMail(text: string): boolean {
  const lines = text.slice(0, 4_000).split('\n', 12);
  return lines.filter((line) => MAIL_HEADER.test(line)).length >= 3;
}

function* mailBlocks(mail: MailPart): Generator<string> {
  const headers = SHOWN_HEADERS.flatMap((name) => {
    const value = toOneLine(
      decodeHeader((mail.headers.get(name.toLowerCase()) ?? '').slice(0, 4_000)),
    );
    return value ? [`${name}: ${value.slice(0, MAX_HEADER_CHARACTERS)}`] : [];
  });
  yield headers.join('\n');

  const parts = [...leavesOf(mail)];
  yield* bodyBlocks(parts);
  const files = parts.filter(isFile).map((part) => {
    const name = toOneLine(part.fileName).slice(0, 200) || part.type;
    return `- ${name} (${formatByteCount(part.bytes().length)})`;
  });
  if (files.length > 0) yield `Attachments:\n${files.join('\n')}`;
}

/** The text of a mail as plain text, or else its HTML. */
function* bodyBlocks(parts: readonly MailPart[]): Generator<string> {
  const texts = parts.filter((part) => !isFile(part) && part.type.startsWith('text/'));
  const plain = texts.filter(({ type }) => type !== 'text/html');
  const plainText = plain.map(textOfPart).join('\n\n').trim();
  if (plainText) {
    yield plainText;
    return;
  }
  for (const part of texts) {
    const html = decodeText(part.bytes(), part.charset) ?? decodeHtml(part.bytes()) ?? '';
    const { root } = parseXml(html, 'html');
    yield* htmlBlocks(descendantOf(root, 'body') ?? root);
  }
}

function* leavesOf(part: MailPart): Generator<MailPart> {
  if (part.parts.length === 0) yield part;
  else for (const child of part.parts) yield* leavesOf(child);
}

function isFile(part: MailPart): boolean {
  return part.isAttachment || !part.type.startsWith('text/');
}

function textOfPart(part: MailPart): string {
  return decodeText(part.bytes(), part.charset) ?? '';
}
