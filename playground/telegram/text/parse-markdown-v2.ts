import { badRequest } from '../api-error.ts';
import type { Entity, FormattedText, User } from '../wire.ts';
import { normaliseLink } from './normalise-link.ts';

interface Mark {
  readonly type: string;
  /** As the parser's errors name it. */
  readonly name: string;
  readonly offset: number;
  readonly byteOffset: number;
}

const MARKS: readonly { readonly token: string; readonly type: string; readonly name: string }[] = [
  { token: '*', type: 'bold', name: 'Bold' },
  { token: '__', type: 'underline', name: 'Underline' },
  { token: '_', type: 'italic', name: 'Italic' },
  { token: '~', type: 'strikethrough', name: 'Strikethrough' },
  { token: '||', type: 'spoiler', name: 'Spoiler' },
];
const RESERVED = /[_*[\]()~`>#+\-=|{}.!]/;

const refusal = (what: string) => badRequest(`can't parse entities: ${what}`);

/** `parse_mode: MarkdownV2`. */
export function parseMarkdownV2(
  source: string,
  findUser: (id: number) => User | undefined,
): FormattedText {
  return new MarkdownV2(source, findUser).parse();
}

class MarkdownV2 {
  readonly #source: string;
  readonly #findUser: (id: number) => User | undefined;
  readonly #open: Mark[] = [];
  readonly #entities: Entity[] = [];
  #text = '';
  #at = 0;
  #quote: number | undefined;

  constructor(source: string, findUser: (id: number) => User | undefined) {
    this.#source = source;
    this.#findUser = findUser;
  }

  parse(): FormattedText {
    while (this.#at < this.#source.length) this.#step();
    this.#endQuote();
    const left = this.#open.at(-1);
    if (left)
      throw refusal(`Can't find end of ${left.name} entity at byte offset ${left.byteOffset}`);
    return { text: this.#text, entities: this.#entities };
  }

  #step(): void {
    const character = this.#source[this.#at] ?? '';
    if (character === '\\') this.#escaped();
    else if (character === '`') this.#code();
    else if (character === '[' || this.#source.startsWith('![', this.#at)) this.#openLink();
    else if (character === ']' && this.#open.at(-1)?.type === 'text_link') this.#closeLink();
    else if (character === '>' && this.#atLineStart()) this.#startQuote();
    else if (!this.#mark()) this.#plain(character);
  }

  #escaped(): void {
    const next = this.#source[this.#at + 1] ?? '';
    const escapes = next > '\0' && next.charCodeAt(0) < 127;
    this.#text += escapes ? next : '\\';
    this.#at += escapes ? 2 : 1;
  }

  #plain(character: string): void {
    if (RESERVED.test(character)) {
      throw refusal(
        `Character '${character}' is reserved and must be escaped with the preceding '\\'`,
      );
    }
    if (character === '\n' && this.#source[this.#at + 1] !== '>') this.#endQuote();
    this.#text += character;
    this.#at += 1;
  }

  #mark(): boolean {
    const mark = MARKS.find(({ token }) => this.#source.startsWith(token, this.#at));
    if (!mark) return false;
    const { token, type, name } = mark;
    const top = this.#open.at(-1);
    if (top?.type === type) {
      this.#open.pop();
      this.#add({ type, offset: top.offset, length: this.#text.length - top.offset });
    } else {
      this.#open.push({ type, name, offset: this.#text.length, byteOffset: this.#bytes() });
    }
    this.#at += token.length;
    return true;
  }

  #code(): void {
    const fence = this.#source.startsWith('```', this.#at) ? '```' : '`';
    const name = fence === '`' ? 'Code' : 'Pre';
    const start = this.#at + fence.length;
    let end = start;
    while (end < this.#source.length && !this.#source.startsWith(fence, end)) {
      end += this.#source[end] === '\\' ? 2 : 1;
    }
    if (end >= this.#source.length)
      throw refusal(`Can't find end of ${name} entity at byte offset ${this.#bytes()}`);
    const inner = this.#source.slice(start, end);
    const language = fence === '`' ? undefined : /^([^\s`]+)\n/.exec(inner)?.[1];
    const code = inner.slice(language?.length ?? 0).replace(/\\([\x21-\x7e])/g, '$1');
    const text = fence === '`' ? code : code.replace(/^\n/, '');
    const type = fence === '`' ? 'code' : 'pre';
    this.#add({
      type,
      offset: this.#text.length,
      length: text.length,
      ...(language !== undefined && { language }),
    });
    this.#text += text;
    this.#at = end + fence.length;
  }

  #openLink(): void {
    const isEmoji = this.#source[this.#at] === '!';
    this.#open.push({
      type: 'text_link',
      name: 'TextUrl',
      offset: this.#text.length,
      byteOffset: this.#bytes(),
    });
    this.#at += isEmoji ? 2 : 1;
  }

  /** A bad address is not refused: the link is dropped. */
  #closeLink(): void {
    const mark = this.#open.pop();
    if (!mark) return;
    this.#at += 1;
    const entity = {
      type: 'text_link',
      offset: mark.offset,
      length: this.#text.length - mark.offset,
    };
    if (this.#source[this.#at] !== '(') return;
    const target = /^\(((?:\\.|[^)\\])*)\)/s.exec(this.#source.slice(this.#at));
    if (!target) throw refusal(`Can't find end of a URL at byte offset ${this.#bytes()}`);
    this.#at += target[0].length;
    const href = (target[1] ?? '').replace(/\\(.)/gs, '$1');
    const user = this.#findUser(Number(/^tg:\/\/user\?id=(\d+)$/.exec(href)?.[1]));
    const url = normaliseLink(href);
    if (user) this.#add({ ...entity, type: 'text_mention', user });
    else if (url !== undefined) this.#add({ ...entity, url });
  }

  #atLineStart(): boolean {
    return this.#at === 0 || this.#source[this.#at - 1] === '\n';
  }

  #startQuote(): void {
    this.#quote ??= this.#text.length;
    this.#at += 1;
  }

  #endQuote(): void {
    if (this.#quote === undefined) return;
    this.#add({ type: 'blockquote', offset: this.#quote, length: this.#text.length - this.#quote });
    this.#quote = undefined;
  }

  #add(entity: Entity): void {
    if (entity.length > 0) this.#entities.push(entity);
  }

  #bytes(): number {
    return Buffer.byteLength(this.#source.slice(0, this.#at));
  }
}
