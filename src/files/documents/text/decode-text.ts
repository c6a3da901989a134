import { guessCharset } from './guess-charset.ts';
import { ratePlausibility } from './rate-plausibility.ts';

const SAMPLE_BYTES = 65_536;
/** A text has fewer control characters than this. Random bytes have a tenth. */
const MAX_CONTROL_SHARE = 0.01;
/** A log whose disk lost power has runs of NULs. */
const MAX_NUL_SHARE = 0.5;
const MIN_PLAUSIBILITY = 0.5;
/** Of a larger text only a small part is used, and changing all of it would take too much memory. */
const MAX_NORMALISED_CHARACTERS = 16_000_000;
/** The escape sequences that begin Japanese characters in ISO-2022-JP. */
const JAPANESE_ESCAPES = ['\x1b$@', '\x1b$B', '\x1b(J'];

/**
 * Decodes bytes of an unknown charset: by a byte order mark, by the charset that the document declares,
 * as UTF-8, or as the likeliest of the older charsets. Line endings become `\n`, except
 * in huge texts; NULs are left out.
 * @param declared The charset that the document names, wherever it does so.
 * @returns `undefined` if the bytes are not text.
 */
export function decodeText(bytes: Uint8Array, declared?: string): string | undefined {
  const text =
    decodeMarked(bytes) ??
    decodeUtf16(bytes) ??
    decodeUtf8(bytes, declared) ??
    decodeOld(bytes, declared);
  return text === undefined ? undefined : normaliseLines(text);
}

/** Decodes with a charset by any of its names. `undefined`: no such charset. */
export function decodeAs(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset.trim().toLowerCase()).decode(bytes);
  } catch {
    return undefined;
  }
}

function normaliseLines(text: string): string {
  const withoutNuls = text.includes('\0') ? text.replaceAll('\0', '') : text;
  const withoutMark = withoutNuls.startsWith('\ufeff') ? withoutNuls.slice(1) : withoutNuls;
  const isHuge = withoutMark.length > MAX_NORMALISED_CHARACTERS;
  if (isHuge || !withoutMark.includes('\r')) return withoutMark;
  return withoutMark.replace(/\r\n?/g, '\n');
}

/** Decodes bytes that begin with a byte order mark. */
function decodeMarked(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return decodeAs(bytes, 'utf-8');
  if (first === 0xff && second === 0xfe) return keepIfText(decodeAs(bytes, 'utf-16le'));
  if (first === 0xfe && second === 0xff) return keepIfText(decodeAs(bytes, 'utf-16be'));
  return undefined;
}

function keepIfText(text: string | undefined): string | undefined {
  return text !== undefined && ratePlausibility(text) > MIN_PLAUSIBILITY ? text : undefined;
}

/** Decodes UTF-16 without a byte order mark: line ends and spaces have a NUL on one side. */
function decodeUtf16(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (!sample.includes(0)) return undefined;

  let even = 0;
  let odd = 0;
  for (let index = 0; index < sample.length; index += 1) {
    if (sample[index] !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }

  const charset = odd > even ? 'utf-16le' : 'utf-16be';
  if (Math.min(odd, even) * 20 > Math.max(odd, even)) return undefined;
  const text = new TextDecoder(charset).decode(sample.subarray(0, sample.length & ~1));
  const isText =
    controlShare(text) < MAX_CONTROL_SHARE && ratePlausibility(text) > MIN_PLAUSIBILITY;
  return isText ? decodeAs(bytes, charset) : undefined;
}

/** Decodes valid UTF-8 that has hardly any control characters. */
function decodeUtf8(bytes: Uint8Array, declared?: string): string | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }

  const sample = text.slice(0, SAMPLE_BYTES);
  const isJapanese =
    declared?.toLowerCase() === 'iso-2022-jp' ||
    JAPANESE_ESCAPES.some((sequence) => sample.includes(sequence));
  if (isJapanese) return decodeAs(bytes, 'iso-2022-jp');
  const withoutNuls = sample.replaceAll('\0', '');
  if (withoutNuls.length < sample.length * (1 - MAX_NUL_SHARE)) return undefined;
  return controlShare(withoutNuls) < MAX_CONTROL_SHARE ? text : undefined;
}

/** Decodes bytes of one of the charsets from before Unicode. */
function decodeOld(bytes: Uint8Array, declared?: string): string | undefined {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (sample.includes(0)) return undefined;
  if (controlShare(Buffer.from(sample).toString('latin1'), true) >= MAX_CONTROL_SHARE) {
    return undefined;
  }

  // A file that is UTF-8 but for a few bytes was cut in the middle of a character, or two files were joined.
  const lenient = new TextDecoder().decode(sample, { stream: true });
  const broken = lenient.split('\ufffd').length - 1;
  const foreign = lenient.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0;
  if (foreign > broken * 10) return decodeAs(bytes, 'utf-8');

  const named = declared && !/^utf/i.test(declared) ? decodeAs(bytes, declared) : undefined;
  if (named !== undefined) return named;
  const text = decodeAs(bytes, guessCharset(bytes));
  return text !== undefined && ratePlausibility(text) > 0.4 ? text : undefined;
}

/** The share of control characters that no text has. */
function controlShare(text: string, isBytes = false): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (isControl(text.charCodeAt(index), isBytes)) count += 1;
  }
  return text.length === 0 ? 0 : count / text.length;
}

/** Bells, backspaces, spaces and line ends are text. Escape begins the colours of a terminal. U+0085 ends a line. */
function isControl(code: number, isByte: boolean): boolean {
  if (code < 0x20) return code < 0x07 || (code > 0x0d && code !== 0x1b);
  return code === 0x7f || (!isByte && code >= 0x80 && code <= 0x9f && code !== 0x85);
}
