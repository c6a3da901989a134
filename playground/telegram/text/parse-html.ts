import { badRequest } from '../api-error.ts';
import type { Entity, FormattedText, User } from '../wire.ts';
import { normaliseLink } from './normalise-link.ts';

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
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface OpenTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly offset: number;
}

const refusal = (what: string) => badRequest(`can't parse entities: ${what}`);

/** `parse_mode: HTML`. Refuses what the real parser refuses, with its byte offsets. */
export function parseHtml(
  source: string,
  findUser: (id: number) => User | undefined,
): FormattedText {
  const open: OpenTag[] = [];
  const entities: Entity[] = [];
  let text = '';
  let at = 0;
  const bytes = (offset: number) => Buffer.byteLength(source.slice(0, offset));

  const closeTag = (name: string) => {
    const tag = open.pop();
    if (!tag) throw refusal(`Unexpected end tag at byte offset ${bytes(at)}`);
    if (name !== '' && name !== tag.name) {
      const found = `expected "</${tag.name}>", found "</${name}>"`;
      throw refusal(`Unmatched end tag at byte offset ${bytes(at)}, ${found}`);
    }
    const length = text.length - tag.offset;
    if (length > 0) entities.push(...entityOf(tag, length, text, open, findUser));
  };

  while (at < source.length) {
    const rest = source.slice(at);
    const character = /^&(?:#(\d+)|#x([\da-f]+)|([a-z]+));?/i.exec(rest);
    if (character) {
      text += decoded(character) ?? character[0];
      at += character[0].length;
    } else if (rest[0] !== '<') {
      text += rest[0];
      at += 1;
    } else {
      const tag = readTag(rest, bytes(at));
      if (tag.isEnd) closeTag(tag.name);
      else open.push({ ...tag, offset: text.length });
      at += tag.length;
    }
  }
  const left = open.at(-1);
  if (left) throw refusal(`Can't find end tag corresponding to start tag "${left.name}"`);
  return { text, entities };
}

function decoded([, decimal, hex, name]: RegExpExecArray): string | undefined {
  if (name !== undefined) return NAMED[name];
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : undefined;
}

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
  const tag = /^<[^\s>]+((?:\s+[\w-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*>/.exec(rest);
  if (!tag) throw refusal(`Unclosed start tag at byte offset ${byteOffset}`);
  const attributes = new Map<string, string>();
  for (const one of (tag[1] ?? '').matchAll(
    /([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g,
  )) {
    attributes.set((one[1] ?? '').toLowerCase(), decodeAll(one[2] ?? one[3] ?? one[4] ?? ''));
  }
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
    throw refusal(`Tag "span" must have class "tg-spoiler" at byte offset ${byteOffset}`);
  }
  return { isEnd: false, name, attributes, length: tag[0].length };
}

function decodeAll(value: string): string {
  return value.replace(/&(lt|gt|amp|quot);/g, (_, name: string) => NAMED[name] ?? '');
}

function entityOf(
  { name, attributes, offset }: OpenTag,
  length: number,
  text: string,
  open: readonly OpenTag[],
  findUser: (id: number) => User | undefined,
): readonly Entity[] {
  const entity = { type: TYPES[name] ?? '', offset, length };
  if (name === 'a')
    return linkEntity(
      entity,
      attributes.get('href') ?? text.slice(offset, offset + length),
      findUser,
    );
  if (name === 'blockquote' && attributes.has('expandable'))
    return [{ ...entity, type: 'expandable_blockquote' }];
  if (name === 'tg-emoji')
    return [{ ...entity, custom_emoji_id: attributes.get('emoji-id') ?? '' }];
  const language = /^language-(.+)$/.exec(attributes.get('class') ?? '')?.[1];
  // `<pre><code class="language-x">` is one entity: the outer one has the same place, and gives way to this one.
  if (name === 'code' && open.at(-1)?.name === 'pre')
    return language ? [{ ...entity, type: 'pre', language }] : [];
  return [entity];
}

/** A bad address in markup is not refused: the link is dropped. */
function linkEntity(
  entity: Entity,
  href: string,
  findUser: (id: number) => User | undefined,
): readonly Entity[] {
  const user = findUser(Number(/^tg:\/\/user\?id=(\d+)$/.exec(href)?.[1]));
  if (user) return [{ ...entity, type: 'text_mention', user }];
  const url = normaliseLink(href);
  return url === undefined ? [] : [{ ...entity, url }];
}
