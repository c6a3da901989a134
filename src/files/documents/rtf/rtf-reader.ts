import { createRtfBlocks } from './rtf-blocks.ts';
import { rtfDocumentCharset, rtfFontCharset } from './rtf-charsets.ts';
import type { RtfToken } from './rtf-tokens.ts';

/** What a group inherits from the group around it. */
interface GroupState {
  readonly isSkipped: boolean;
  readonly destination: string;
  readonly font: number;
  /** The number of characters to leave out after `\u`, for readers without Unicode. */
  readonly fallbackLength: number;
}

/** Turns the tokens of an RTF document into blocks. */
export interface RtfReader {
  read(token: RtfToken): void;
  end(): Iterable<string>;
}

/** Groups that hold no words of the document. Others that begin with `\*` hold none either. */
const SKIPPED = new Set(
  [
    'fonttbl colortbl stylesheet info generator xmlnstbl filetbl pgptbl passwordhash operator',
    'themedata colorschememapping datastore latentstyles mmathPr',
    'listtable listoverridetable revtbl rsidtbl',
    'header headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc aftnsep',
    'pict object nonshppict sn sv shprslt do bkmkstart bkmkend xe tc txe rxe',
    'atnid atnauthor atrfstart atrfend atndate annotation',
  ]
    .join(' ')
    .split(' '),
);
const SPOKEN_AFTER_STAR = /^(fldinst|shppict|shpinst|shptxt|footnote|pn|nesttableprops)$/;
const MAX_DEPTH = 5_000;
const MAX_FONTS = 10_000;
/** Text of another charset without escapes has short lines. */
const MAX_RAW_BYTES = 50_000;

const SIGNS: Readonly<Record<string, string>> = {
  tab: '\t',
  line: '\n',
  lbr: '\n',
  emdash: '—',
  endash: '–',
  emspace: ' ',
  enspace: ' ',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  '~': '\u00a0',
  _: '-',
  '\\': '\\',
  '{': '{',
  '}': '}',
};

/** Reads tokens in their order, without recursion: groups may be nested to any depth. */
export function createRtfReader(): RtfReader {
  const blocks = createRtfBlocks();
  const fontCharsets = new Map<number, string>();
  const groups: GroupState[] = [];
  let state: GroupState = { isSkipped: false, destination: '', font: 0, fallbackLength: 1 };
  let tooDeep = 0;
  let documentCharset = 'windows-1252';
  let bytes: number[] = [];
  let isAfterStar = false;
  let charactersToSkip = 0;
  let highSurrogate = 0;

  function flushBytes(): void {
    if (bytes.length === 0) return;
    const charset = fontCharsets.get(state.font) ?? documentCharset;
    const text = new TextDecoder(charset).decode(new Uint8Array(bytes));
    bytes = [];
    blocks.write(text, state.destination);
  }

  function write(text: string): void {
    flushBytes();
    if (!state.isSkipped) blocks.write(text, state.destination);
  }

  function writeUnicode(value: number): void {
    const code = value < 0 ? value + 65_536 : value;
    if (code >= 0xd800 && code <= 0xdbff) highSurrogate = code;
    else if (code >= 0xdc00 && code <= 0xdfff && highSurrogate) {
      write(String.fromCharCode(highSurrogate, code));
      highSurrogate = 0;
    } else if (code > 0 && code <= 0xffff) write(String.fromCharCode(code));
    charactersToSkip = state.fallbackLength;
  }

  function open(): void {
    flushBytes();
    charactersToSkip = 0;
    if (groups.length >= MAX_DEPTH) tooDeep += 1;
    else groups.push(state);
  }

  function close(): void {
    flushBytes();
    charactersToSkip = 0;
    if (tooDeep > 0) {
      tooDeep -= 1;
      return;
    }
    const ended = state;
    state = groups.pop() ?? state;
    if (ended.destination !== state.destination) blocks.endDestination(ended.destination);
  }

  function readDestination(name: string): boolean {
    const isUnknown = isAfterStar && !SPOKEN_AFTER_STAR.test(name);
    if (SKIPPED.has(name) || isUnknown) {
      // The fonts are skipped as words, and read for their charsets.
      state = { ...state, isSkipped: true, destination: name };
      return true;
    }
    if (!/^(fldinst|fldrslt|field|footnote|listtext|pntext)$/.test(name)) return false;
    state = { ...state, destination: name };
    blocks.startDestination(name);
    return true;
  }

  function readWord(name: string, value: number | undefined): void {
    if (name === 'u' && value !== undefined) {
      writeUnicode(value);
      return;
    }
    flushBytes();
    if (name === '*') {
      isAfterStar = true;
      return;
    }
    const isDestination = readDestination(name);
    isAfterStar = false;
    if (isDestination || readFormat(name, value) || state.isSkipped) return;
    if (Object.hasOwn(SIGNS, name)) write(SIGNS[name] ?? '');
    else blocks.control(name, value, state.destination);
  }

  const formats: Readonly<Record<string, (value: number) => void>> = {
    f: (value) => {
      state = { ...state, font: value };
    },
    uc: (value) => {
      state = { ...state, fallbackLength: Math.min(16, Math.max(0, value)) };
    },
    ansicpg: (value) => {
      documentCharset = rtfDocumentCharset(value);
    },
    fcharset: (value) => {
      const charset = rtfFontCharset(value);
      if (charset && fontCharsets.size < MAX_FONTS) fontCharsets.set(state.font, charset);
    },
  };

  function readFormat(name: string, value: number | undefined): boolean {
    if (!Object.hasOwn(formats, name)) return false;
    formats[name]?.(value ?? 0);
    return true;
  }

  function readText(source: string): void {
    const text = source.slice(skipFallback(source.length));
    // Some programs write bytes beyond ASCII without escaping them.
    if (/^\p{ASCII}*$/u.test(text)) write(text);
    else if (!state.isSkipped) bytes.push(...Buffer.from(text.slice(0, MAX_RAW_BYTES), 'latin1'));
  }

  function readByte(byte: number): void {
    if (skipFallback(1) === 0 && !state.isSkipped) bytes.push(byte);
  }

  function skipFallback(length: number): number {
    const skipped = Math.min(charactersToSkip, length);
    charactersToSkip -= skipped;
    return skipped;
  }

  return {
    read(token) {
      if (token.kind === 'open') open();
      else if (token.kind === 'close') close();
      else if (token.kind === 'word') readWord(token.name, token.value);
      else if (token.kind === 'byte') readByte(token.byte);
      else readText(token.text);
    },

    end() {
      flushBytes();
      return blocks.end();
    },
  };
}
