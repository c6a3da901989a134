import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { badRequest } from '../api-error.ts';
import type { Entity, FormattedText, User } from '../wire.ts';
import { normaliseLink } from './normalise-link.ts';

/** A mark that is not closed yet. */
interface OpenMark {
  readonly type: string;
  /** The name of the mark in the parser's errors. */
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
/** The characters that must be escaped outside of marks. */
const RESERVED = /[_*[\]()~`>#+\-=|{}.!]/;

const refusal = (reason: string) => badRequest(`can't parse entities: ${reason}`);

/**
 * Parses a text of `parse_mode: MarkdownV2`.
 *
 * @throws An `ApiError` where the real parser refuses the text, with its description and offset in
 * bytes.
 */
export function parseMarkdownV2(
  source: string,
  findUser: (id: number) => User | undefined,
): FormattedText {
  return new MarkdownV2Parser(source, findUser).parse();
}

class MarkdownV2Parser {
  readonly #source: string;
  readonly #findUser: (id: number) => User | undefined;
  readonly #open: OpenMark[] = [];
  readonly #entities: Entity[] = [];
  #text = '';
  #position = 0;
  #quoteStart: number | undefined;

  constructor(source: string, findUser: (id: number) => User | undefined) {
    this.#source = source;
    this.#findUser = findUser;
  }

  parse(): FormattedText {
    while (this.#position < this.#source.length) this.#readNext();
    this.#endQuote();

    const unclosed = this.#open.at(-1);
    if (unclosed) {
      const { name, byteOffset } = unclosed;
      throw refusal(`Can't find end of ${name} entity at byte offset ${byteOffset}`);
    }
    return { text: this.#text, entities: this.#entities };
  }

  #readNext(): void {
    const character = this.#source[this.#position] ?? '';
    if (character === '\\') this.#readEscape();
    else if (character === '`') this.#readCode();
    else if (character === '[' || this.#source.startsWith('![', this.#position)) this.#openLink();
    else if (character === ']' && this.#open.at(-1)?.type === 'text_link') this.#closeLink();
    else if (character === '>' && this.#isLineStart()) this.#startQuote();
    else if (!this.#readMark()) this.#readPlain(character);
  }

  #readEscape(): void {
    const next = this.#source[this.#position + 1] ?? '';
    const isEscape = next > '\0' && next.charCodeAt(0) < 127;
    this.#text += isEscape ? next : '\\';
    this.#position += isEscape ? 2 : 1;
  }

  #readPlain(character: string): void {
    if (RESERVED.test(character)) {
      throw refusal(
        `Character '${character}' is reserved and must be escaped with the preceding '\\'`,
      );
    }
    if (character === '\n' && this.#source[this.#position + 1] !== '>') this.#endQuote();
    this.#text += character;
    this.#position += 1;
  }

  #readMark(): boolean {
    const mark = MARKS.find(({ token }) => this.#source.startsWith(token, this.#position));
    if (!mark) return false;

    const { token, type, name } = mark;
    const top = this.#open.at(-1);
    if (top?.type === type) {
      this.#open.pop();
      this.#addEntity({ type, offset: top.offset, length: this.#text.length - top.offset });
    } else {
      this.#open.push({ type, name, offset: this.#text.length, byteOffset: this.#byteOffset() });
    }
    this.#position += token.length;
    return true;
  }

  #readCode(): void {
    const isBlock = this.#source.startsWith('```', this.#position);
    const fence = isBlock ? '```' : '`';
    const start = this.#position + fence.length;
    let end = start;
    while (end < this.#source.length && !this.#source.startsWith(fence, end)) {
      end += this.#source[end] === '\\' ? 2 : 1;
    }
    if (end >= this.#source.length) {
      const name = isBlock ? 'Pre' : 'Code';
      throw refusal(`Can't find end of ${name} entity at byte offset ${this.#byteOffset()}`);
    }

    const inner = this.#source.slice(start, end);
    const language = isBlock ? /^([^\s`]+)\n/.exec(inner)?.[1] : undefined;
    const code = inner.slice(language?.length ?? 0).replace(/\\([\x21-\x7e])/g, '$1');
    const text = isBlock ? code.replace(/^\n/, '') : code;
    const type = isBlock ? 'pre' : 'code';
    const offset = this.#text.length;
    this.#addEntity(omitUndefined({ type, offset, length: text.length, language }));
    this.#text += text;
    this.#position = end + fence.length;
  }

  #openLink(): void {
    const isEmoji = this.#source[this.#position] === '!';
    this.#open.push({
      type: 'text_link',
      name: 'TextUrl',
      offset: this.#text.length,
      byteOffset: this.#byteOffset(),
    });
    this.#position += isEmoji ? 2 : 1;
  }

  /** The real parser does not refuse a wrong address, but drops the link. */
  #closeLink(): void {
    const mark = this.#open.pop();
    if (!mark) return;
    this.#position += 1;
    const entity = {
      type: 'text_link',
      offset: mark.offset,
      length: this.#text.length - mark.offset,
    };
    if (this.#source[this.#position] !== '(') return;

    const target = /^\(((?:\\.|[^)\\])*)\)/s.exec(this.#source.slice(this.#position));
    if (!target) throw refusal(`Can't find end of a URL at byte offset ${this.#byteOffset()}`);
    this.#position += target[0].length;

    const href = (target[1] ?? '').replace(/\\(.)/gs, '$1');
    const user = this.#findUser(Number(/^tg:\/\/user\?id=(\d+)$/.exec(href)?.[1]));
    const url = normaliseLink(href);
    if (user) this.#addEntity({ ...entity, type: 'text_mention', user });
    else if (url !== undefined) this.#addEntity({ ...entity, url });
  }

  #isLineStart(): boolean {
    return this.#position === 0 || this.#source[this.#position - 1] === '\n';
  }

  #startQuote(): void {
    this.#quoteStart ??= this.#text.length;
    this.#position += 1;
  }

  #endQuote(): void {
    if (this.#quoteStart === undefined) return;
    this.#addEntity({
      type: 'blockquote',
      offset: this.#quoteStart,
      length: this.#text.length - this.#quoteStart,
    });
    this.#quoteStart = undefined;
  }

  #addEntity(entity: Entity): void {
    if (entity.length > 0) this.#entities.push(entity);
  }

  #byteOffset(): number {
    return Buffer.byteLength(this.#source.slice(0, this.#position));
  }
}
