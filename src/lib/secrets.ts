/** Replaces every secret that it knows in a text. */
export type HideSecrets = (text: string) => string;

const HIDDEN = '(hidden)';
/** A shorter value is not a secret, but a word for a server that accepts any key. */
const SHORTEST_SECRET = 8;
/** The parts of a longer secret are hidden one by one. */
const LONGEST_PIECE = 500;
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

/** Letters and digits in a row that a pattern cannot match without. */
const LANDMARK = /[a-z0-9]{6,}/g;
/** A sign before a secret may look like the beginning of an encoding, which these characters then seem to end. */
const LONGEST_START = 4;

/** One way in which secrets are written. */
interface SecretForm {
  readonly pattern: RegExp;
  /** Absent: only the pattern can tell. */
  readonly landmark: string | undefined;
}

/**
 * Creates a function that hides these secrets, however a server or a library writes them: in any
 * case, percent-encoded, escaped for JSON or HTML, in base64, and broken over lines. Nearly every text
 * has none, and is only searched for landmarks: the patterns of many long keys take a thousand times as long.
 */
export function createSecretHider(secrets: readonly string[]): HideSecrets {
  const longEnough = [...new Set(secrets.map((secret) => secret.trim()))]
    .filter(({ length }) => length >= SHORTEST_SECRET)
    // The longest first: one secret may contain another one.
    .sort((a, b) => b.length - a.length)
    .flatMap(piecesOf);
  const forms = longEnough.flatMap((secret): readonly SecretForm[] => [
    toForm(secret, writtenForms(secret)),
    ...base64Pieces(secret).map((piece) => toForm(piece, base64Form(piece))),
  ]);

  if (forms.length === 0) return (text) => text;

  return (text) => {
    const readings = readingsOf(text.toLowerCase());
    const isNear = ({ landmark }: SecretForm) =>
      landmark === undefined || readings.some((reading) => reading.includes(landmark));
    return forms
      .filter(isNear)
      .reduce((hidden, { pattern }) => hidden.replace(pattern, HIDDEN), text);
  };
}

/** A list of many keys is longer than a pattern can be. The last piece is not too short to be hidden. */
function piecesOf(secret: string): readonly string[] {
  if (secret.length <= LONGEST_PIECE + SHORTEST_SECRET) return [secret];
  return [secret.slice(0, LONGEST_PIECE), ...piecesOf(secret.slice(LONGEST_PIECE))];
}

function toForm(written: string, pattern: string): SecretForm {
  const landmarks = written.slice(LONGEST_START).toLowerCase().match(LANDMARK) ?? [];
  const [landmark] = landmarks.toSorted((a, b) => b.length - a.length);
  return { pattern: new RegExp(pattern, 'gi'), landmark };
}

/** The text as it is, and without the encodings of letters and digits. */
function readingsOf(text: string): readonly string[] {
  if (!/[%\\]/.test(text)) return [text];
  const decode = (_: string, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)).toLowerCase();
  const unescaped = text.replace(/\\u([0-9a-f]{4})/g, decode).replaceAll('\\', '');
  return [text, unescaped, unescaped.replace(/%(?:25)?([0-9a-f]{2})/g, decode)];
}

/** The pattern of a secret in which each character may be encoded. */
function writtenForms(secret: string): string {
  return [...secret].map(characterForms).join('');
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
 * A secret in base64, alone or within a longer text, such as `user:password`. The digits at its ends
 * that also depend on its neighbours are left out.
 */
function base64Pieces(secret: string): readonly string[] {
  return SHIFTS.flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    const first = Math.ceil((shift * BITS_PER_BYTE) / BITS_PER_DIGIT);
    const end = Math.floor((bytes.length * BITS_PER_BYTE) / BITS_PER_DIGIT);
    const digits = bytes.toString('base64').slice(first, end);
    return digits.length < FEWEST_DIGITS ? [] : [digits];
  });
}

/** The alphabet for web addresses has other signs for the last two digits. */
function base64Form(digits: string): string {
  return digits.replace(/[+/]/g, (digit) =>
    digit === '+' ? '(?:[+-]|%2b)' : String.raw`(?:[/_]|\/|%2f)`,
  );
}
