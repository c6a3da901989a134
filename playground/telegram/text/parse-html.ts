import { badRequest } from '../api-error.ts';
import type { Entity, FormattedText, User } from '../wire.ts';
import { normaliseLink } from './normalise-link.ts';

/** Entity types by the names of tags. */
const TYPES: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  'tg-emoji': 'custom_emoji',
  span: 'spoiler',
};
/** The named character references that the parser knows. */
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

const START_TAG = /^<[^\s>]+((?:\s+[\w-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*>/;
const ATTRIBUTE = /([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g;

interface OpenTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly offset: number;
}

const refusal = (reason: string) => badRequest(`can't parse entities: ${reason}`);

/**
 * Parses a text of `parse_mode: HTML`.
 *
 * @throws An `ApiError` where the real parser refuses the text, with its description and offset in
 * bytes.
 */
export function parseHtml(
  source: string,
  findUser: (id: number) => User | undefined,
): FormattedText {
  const open: OpenTag[] = [];
  const entities: Entity[] = [];
  let text = '';
  let position = 0;
  const byteOffset = () => Buffer.byteLength(source.slice(0, position));

  const closeTag = (name: string) => {
    const tag = open.pop();
    if (!tag) throw refusal(`Unexpected end tag at byte offset ${byteOffset()}`);
    if (name !== '' && name !== tag.name) {
      const found = `expected "</${tag.name}>", found "</${name}>"`;
      throw refusal(`Unmatched end tag at byte offset ${byteOffset()}, ${found}`);
    }
    const length = text.length - tag.offset;
    if (length > 0) entities.push(...createEntities(tag, length, text, open, findUser));
  };

  while (position < source.length) {
    const rest = source.slice(position);
    const reference = /^&(?:#(\d+)|#x([\da-f]+)|([a-z]+));?/i.exec(rest);
    if (reference) {
      text += decodeReference(reference) ?? reference[0];
      position += reference[0].length;
    } else if (rest[0] !== '<') {
      text += rest[0];
      position += 1;
    } else {
      const tag = readTag(rest, byteOffset());
      if (tag.isEnd) closeTag(tag.name);
      else open.push({ ...tag, offset: text.length });
      position += tag.length;
    }
  }

  const unclosed = open.at(-1);
  if (unclosed) throw refusal(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities };
}

function decodeReference([, decimal, hex, name]: RegExpExecArray): string | undefined {
  if (name !== undefined) return NAMED[name];
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** Reads the tag at the beginning of `rest`. `length` is its length in the source. */
function readTag(rest: string, byteOffset: number) {
  const end = rest.indexOf('>');
  if (rest.startsWith('</')) {
    if (end < 0) throw refusal(`Unclosed end tag at byte offset ${byteOffset}`);
    return {
      isEnd: true,
      name: rest.slice(2, end).trim().toLowerCase(),
      attributes: new Map(),
      length: end + 1,
    };
  }

  const name = /^<([^\s/>]*)/.exec(rest)?.[1]?.toLowerCase() ?? '';
  if (TYPES[name] === undefined)
    throw refusal(`Unsupported start tag "${name}" at byte offset ${byteOffset}`);
  const tag = START_TAG.exec(rest);
  if (!tag) throw refusal(`Unclosed start tag at byte offset ${byteOffset}`);

  const attributes = new Map<string, string>();
  for (const [, attribute = '', quoted, singleQuoted, bare] of (tag[1] ?? '').matchAll(ATTRIBUTE)) {
    const value = quoted ?? singleQuoted ?? bare ?? '';
    attributes.set(attribute.toLowerCase(), decodeNamed(value));
  }
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
    throw refusal(`Tag "span" must have class "tg-spoiler" at byte offset ${byteOffset}`);
  }
  return { isEnd: false, name, attributes, length: tag[0].length };
}

function decodeNamed(value: string): string {
  return value.replace(/&(lt|gt|amp|quot);/g, (_, name: string) => NAMED[name] ?? '');
}

/** The entities for a closed tag. There are none where the tag gives way to another. */
function createEntities(
  { name, attributes, offset }: OpenTag,
  length: number,
  text: string,
  open: readonly OpenTag[],
  findUser: (id: number) => User | undefined,
): readonly Entity[] {
  const entity = { type: TYPES[name] ?? '', offset, length };
  if (name === 'a') {
    const href = attributes.get('href') ?? text.slice(offset, offset + length);
    return createLinkEntities(entity, href, findUser);
  }
  if (name === 'blockquote' && attributes.has('expandable'))
    return [{ ...entity, type: 'expandable_blockquote' }];
  if (name === 'tg-emoji')
    return [{ ...entity, custom_emoji_id: attributes.get('emoji-id') ?? '' }];

  const language = /^language-(.+)$/.exec(attributes.get('class') ?? '')?.[1];
  // `<pre><code class="language-x">` is one entity. The outer tag covers the same range and gives
  // way to this one.
  if (name === 'code' && open.at(-1)?.name === 'pre')
    return language ? [{ ...entity, type: 'pre', language }] : [];
  return [entity];
}

/** The real parser does not refuse a wrong address in markup, but drops the link. */
function createLinkEntities(
  entity: Entity,
  href: string,
  findUser: (id: number) => User | undefined,
): readonly Entity[] {
  const user = findUser(Number(/^tg:\/\/user\?id=(\d+)$/.exec(href)?.[1]));
  if (user) return [{ ...entity, type: 'text_mention', user }];
  const url = normaliseLink(href);
  return url === undefined ? [] : [{ ...entity, url }];
}
