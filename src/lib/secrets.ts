/** Replaces every secret that it knows in a text. */
export type HideSecrets = (text: string) => string;

const HIDDEN = '(hidden)';
/** A shorter value is not a secret, but a word for a server that accepts any key. */
const SHORTEST_SECRET = 8;
/** The parts of a longer secret are hidden one by one. */
const LONGEST_PIECE = 500;
/** Characters that rule out most texts. */
const BEGINNING = 6;
/**
 * Patterns for the ways in which HTML and JSON write these characters. A text that is escaped twice
 * has more backslashes; of thousands in a row, each would be a beginning.
 */
const ESCAPES: Readonly<Record<string, readonly string[]>> = {
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
  '"': ['&quot;', String.raw`\\{1,32}"`],
  "'": ['&#39;', '&apos;'],
  '/': [String.raw`\\{1,32}/`],
  '\\': [String.raw`\\{1,32}`],
};

/**
 * Creates a function that hides these secrets, however a server or a library writes them: in any
 * case, percent-encoded, escaped for JSON or HTML, in base64, and broken over lines.
 */
export function createSecretHider(secrets: readonly string[]): HideSecrets {
  const longEnough = [...new Set(secrets.map((secret) => secret.trim()))]
    .filter(({ length }) => length >= SHORTEST_SECRET)
    // The longest first: one secret may contain another one.
    .sort((a, b) => b.length - a.length)
    .flatMap(piecesOf);
  const hiders = longEnough.map(createHider);
  return (text) => hiders.reduce((shown, hide) => hide(shown), text);
}

/** A list of many keys is longer than a pattern can be. The last piece is not too short to be hidden. */
function piecesOf(secret: string): readonly string[] {
  if (secret.length <= LONGEST_PIECE + SHORTEST_SECRET) return [secret];
  return [secret.slice(0, LONGEST_PIECE), ...piecesOf(secret.slice(LONGEST_PIECE))];
}

/**
 * Hides one secret. The program waits while the pattern of a whole secret is compiled, which is once for each
 * that appears: all others are ruled out by their beginning.
 */
function createHider(secret: string): HideSecrets {
  const forms = [writtenForm(secret), ...base64Forms(secret)];
  const patternOf = (length?: number) =>
    forms.map((characters) => characters.slice(0, length).join('')).join('|');
  const beginning = new RegExp(patternOf(BEGINNING), 'i');
  const whole = new RegExp(patternOf(), 'gi');
  return (text) => (beginning.test(text) ? text.replace(whole, HIDDEN) : text);
}

/** The patterns of the characters of a secret, each of which may be encoded. */
function writtenForm(secret: string): readonly string[] {
  return [...secret].map(characterForms);
}

function characterForms(character: string): string {
  if (/\s/.test(character)) return String.raw`(?:\s|%(?:25)?20|\\{1,32}u0020|\+)+`;

  // Of `é`, percent-encoding writes two bytes.
  const percent = [...Buffer.from(character)].map((byte) => `%(?:25)?${toHex(byte, 2)}`).join('');
  const unicode = String.raw`\\{1,32}u${toHex(character.charCodeAt(0), 4)}`;
  const forms = [RegExp.escape(character), percent, unicode, ...(ESCAPES[character] ?? [])];
  return `(?:${forms.join('|')})`;
}

function toHex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}

/** Bytes before the secret shift its base64 in three ways. */
const SHIFTS = [0, 1, 2];
const BITS_PER_BYTE = 8;
const BITS_PER_DIGIT = 6;
/** Fewer digits may be a part of any text. */
const FEWEST_DIGITS = 8;

/**
 * The patterns of the digits of a secret in base64, alone or within a longer text, such as `user:password`.
 * The digits at its ends that also depend on its neighbours are left out.
 */
function base64Forms(secret: string): readonly (readonly string[])[] {
  return SHIFTS.flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    const first = Math.ceil((shift * BITS_PER_BYTE) / BITS_PER_DIGIT);
    const end = Math.floor((bytes.length * BITS_PER_BYTE) / BITS_PER_DIGIT);
    const digits = bytes.toString('base64').slice(first, end);
    if (digits.length < FEWEST_DIGITS) return [];

    return [[...digits].map(digitForms)];
  });
}

/** The alphabet for web addresses has other signs for the last two digits. */
function digitForms(digit: string): string {
  if (digit === '+') return '(?:[+-]|%2b)';
  return digit === '/' ? String.raw`(?:[/_]|\/|%2f)` : digit;
}
