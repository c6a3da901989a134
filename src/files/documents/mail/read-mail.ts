import type { DocumentText } from '../document-text.ts';
import { htmlBlocks } from '../html/html-blocks.ts';
import { decodeHtml } from '../html/read-html.ts';
import { flattenLine } from '../markdown/flatten-line.ts';
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
    const value = flattenLine(
      decodeHeader((mail.headers.get(name.toLowerCase()) ?? '').slice(0, 4_000)),
    );
    return value ? [`${name}: ${value.slice(0, MAX_HEADER_CHARACTERS)}`] : [];
  });
  yield headers.join('\n');

  for (const part of bodiesOf(mail)) yield* bodyBlocks(part);
  const files = [...leavesOf(mail)].filter(isShownFile).map((part) => {
    const name = flattenLine(part.fileName).slice(0, 200) || part.type;
    return `- ${name} (${formatByteCount(part.bytes().length)})`;
  });
  if (files.length > 0) yield `Attachments:\n${files.join('\n')}`;
}

/**
 * The texts of a mail in their order: of alternatives the plain one, or else the last, richest one, and of a page
 * with what it loads the page.
 */
function bodiesOf(part: MailPart): readonly MailPart[] {
  if (part.parts.length === 0) return isFile(part) ? [] : [part];

  const bodies = part.parts.map(bodiesOf);
  if (part.type === 'multipart/related') return bodies[0] ?? [];
  if (part.type !== 'multipart/alternative') return bodies.flat();
  return bodies.find(isPlain) ?? bodies.findLast(({ length }) => length > 0) ?? [];
}

function isPlain(bodies: readonly MailPart[]): boolean {
  const plain = bodies.filter(({ type }) => type !== 'text/html');
  return plain.some((part) => textOfPart(part).trim() !== '');
}

function* bodyBlocks(part: MailPart): Generator<string> {
  if (part.type !== 'text/html') {
    yield textOfPart(part).trim();
    return;
  }
  const html = decodeText(part.bytes(), part.charset) ?? decodeHtml(part.bytes()) ?? '';
  const { root } = parseXml(html, 'html');
  yield* htmlBlocks(descendantOf(root, 'body') ?? root);
}

function* leavesOf(part: MailPart): Generator<MailPart> {
  if (part.parts.length === 0) yield part;
  else for (const child of part.parts) yield* leavesOf(child);
}

function isFile(part: MailPart): boolean {
  return part.isAttachment || !/^text\/(?!css|javascript)/.test(part.type);
}

/** Nobody attached the styles and scripts of a saved page. */
function isShownFile(part: MailPart): boolean {
  const isNamed = part.isAttachment || part.fileName !== '';
  return isFile(part) && (isNamed || !part.type.startsWith('text/'));
}

function textOfPart(part: MailPart): string {
  return decodeText(part.bytes(), part.charset) ?? '';
}
