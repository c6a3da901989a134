const SAMPLE_CHARACTERS = 8_000;

type Script =
  | 'ascii'
  | 'latin'
  | 'cyrillic'
  | 'greek'
  | 'hebrew'
  | 'arabic'
  | 'thai'
  | 'kana'
  | 'han'
  | 'hangul';

/** The first and the last code point of each script that old charsets have. */
const SCRIPTS: readonly (readonly [first: number, last: number, script: Script])[] = [
  [0x41, 0x5a, 'ascii'],
  [0x61, 0x7a, 'ascii'],
  [0xaa, 0xaa, 'latin'],
  [0xba, 0xba, 'latin'],
  [0xc0, 0xd6, 'latin'],
  [0xd8, 0xf6, 'latin'],
  [0xf8, 0x24f, 'latin'],
  [0x370, 0x3ff, 'greek'],
  [0x400, 0x52f, 'cyrillic'],
  [0x590, 0x5ff, 'hebrew'],
  [0x600, 0x6ff, 'arabic'],
  [0xe00, 0xe7f, 'thai'],
  [0x1100, 0x11ff, 'hangul'],
  [0x1e00, 0x1eff, 'latin'],
  [0x3005, 0x3007, 'han'],
  [0x3041, 0x30ff, 'kana'],
  [0x3130, 0x318f, 'hangul'],
  [0x3400, 0x4dbf, 'han'],
  [0x4e00, 0x9fff, 'han'],
  [0xac00, 0xd7af, 'hangul'],
  [0x20000, 0x3ffff, 'han'],
];

const NEVER_IN_TEXT = /[\p{Cc}\p{Co}\p{Cn}\ufffd]/u;
const UNUSUAL =
  /[\uff61-\uff9f\u05b0-\u05c7\u0402-\u040f\u0452-\u045f\u2500-\u25ff\u0600-\u060b\u0660-\u066d]/u;
/** Signs that stand inside a word only when it was decoded wrongly, as in `Ã©` and `Â¼`. */
const SIGN_IN_WORD = /[\u00a1-\u00bf\u00d7\u00f7\u2500-\u25ff\u2020-\u2022\u2030\u02c6-\u02dd]/;
const BEFORE_WORDS = /[¡¿«§£©®µ±·]/;
const AFTER_WORDS = /[»ªº°²³®·•]/;
const UPPER_CASE = /\p{Lu}/u;
const LOWER_CASE = /\p{Ll}/u;

/**
 * Rates from 0 to 1 how much a text looks as if it was decoded with the right charset: its words
 * keep to one script, and capitals begin them. Pure ASCII rates 1.
 */
export function ratePlausibility(text: string): number {
  let foreign = 0;
  let faults = 0;
  let previous = '';

  for (const character of text.slice(0, SAMPLE_CHARACTERS)) {
    const isForeign = character > '\u007f';
    if (isForeign) {
      foreign += 1;
      faults += faultsOf(character);
    }
    if (previous && (isForeign || previous > '\u007f'))
      faults += faultsBetween(previous, character);
    previous = character;
  }
  return foreign === 0 ? 1 : Math.max(0, 1 - faults / foreign);
}

function faultsOf(character: string): number {
  if (NEVER_IN_TEXT.test(character)) return 2;
  return UNUSUAL.test(character) ? 0.4 : 0;
}

function faultsBetween(before: string, after: string): number {
  const scripts = [scriptOf(before), scriptOf(after)] as const;
  const [first, second] = scripts;
  if (!first || !second) return isSignInWord(before, after, scripts) ? 0.4 : 0;
  if (first !== second) return mayMeet(first, second) ? 0 : 0.6;
  if (LOWER_CASE.test(before) && UPPER_CASE.test(after)) return 0.5;
  return first === 'latin' ? 0.35 : 0;
}

function isSignInWord(
  before: string,
  after: string,
  [first, second]: readonly [Script | undefined, Script | undefined],
): boolean {
  if (first === 'han' || second === 'han') return false;
  const isBefore = SIGN_IN_WORD.test(before) && !BEFORE_WORDS.test(before);
  const isAfter = SIGN_IN_WORD.test(after) && !AFTER_WORDS.test(after);
  if (isBefore && isAfter) return true;
  return (isAfter && first !== undefined) || (isBefore && second !== undefined);
}

/** Tells whether a word may hold letters of both scripts. */
function mayMeet(first: Script, second: Script): boolean {
  const pair = [first, second];
  if (pair.includes('ascii')) {
    return pair.some((script) => ['latin', 'han', 'kana', 'hangul', 'thai'].includes(script));
  }
  return pair.includes('han') && pair.includes('kana');
}

function scriptOf(character: string): Script | undefined {
  const code = character.codePointAt(0) ?? 0;
  return SCRIPTS.find(([first, last]) => code >= first && code <= last)?.[2];
}
