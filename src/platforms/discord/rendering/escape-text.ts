/**
 * Signs that format only in pairs are put between these two until `resolveEscapes` decides about
 * them. Unicode keeps both for such uses, and `stripControls` removes them from texts.
 */
const BRACKET_START = '\uFDD0';
const BRACKET_END = '\uFDD1';
const BRACKETED = /\uFDD0([^\uFDD1]+)\uFDD1/g;
const PAIRED_SIGNS = /^[*_~|`]/;

/** Each sign, and the text that it would make a pair with. */
const PARTNERS: readonly (readonly [sign: string, partner: RegExp])[] = [
  ['*', /\*/],
  ['_', /__|_(?![0-9A-Za-z])/],
  ['~', /~~/],
  ['|', /\|\|/],
  ['`', /`/],
];

/** With a word joiner behind the `@`, neither Discord nor its clients see a mention. */
const DISARMED_AT = '@\u2060';
const MENTION = '@(?=everyone|here|[!&]?\\d)';

/** A backslash inside an address would become part of it, so addresses are found first and kept. */
const ADDRESS = 'https?:\\/\\/[^\\s<]*[^\\s<.,:;"\')\\]*_~|`\\\\]';
/** Signs behind an address that Discord takes into it, with the backslashes that escape them. */
const GOES_ON = /^[*_~|`\\\]]/;
/**
 * The start of a tag: channels, emoji, times, commands, guild pages, and addresses in angle
 * brackets.
 */
const TAG = '<(?=#\\d|a?:\\w+:\\d|t:-?\\d|\\/[\\w -]+:\\d|id:\\w|https?:)';
const SIGNS = '\\*+|_+|~{2,}|\\|{2,}|`+|\\\\';
const SPECIAL = new RegExp(`${ADDRESS}|${MENTION}|${TAG}|${SIGNS}`, 'g');
const SPECIAL_OR_BRACKET = new RegExp(`${SPECIAL.source}|[[\\]]`, 'g');

interface EscapeOptions {
  /** Escapes square brackets too: here they would begin or end a link. */
  readonly brackets?: boolean;
}

/**
 * Escapes a text, so that Discord's Markdown shows it as it is.
 *
 * Signs that format only in pairs (`*`, `_`, `~~`, `||`, backticks) are bracketed, and resolved
 * when the whole message is known: a sign without a partner is not escaped, so that `snake_case`
 * can be copied as it was written.
 */
export function escapeText(text: string, { brackets = false }: EscapeOptions = {}): string {
  const pattern = brackets ? SPECIAL_OR_BRACKET : SPECIAL;

  return text.replace(pattern, (special: string, index: number) => {
    if (special === '@') return DISARMED_AT;
    if (special.startsWith('http')) {
      const next = text[index + special.length] ?? '';
      return GOES_ON.test(next) ? `<${special}>` : special;
    }
    if (PAIRED_SIGNS.test(special)) return BRACKET_START + special + BRACKET_END;

    const escapesNothing = special === '\\' && /[0-9A-Za-z\s]/.test(text[index + 1] ?? '');
    return escapesNothing ? special : `\\${special}`;
  });
}

/**
 * Escapes signs at the start of a rendered line that would begin a heading, a quote, a list or
 * small print.
 */
export function escapeLineStart(line: string): string {
  return line
    .replace(/^(\s*)\uFDD0\*\uFDD1(?=\s|$)/, '$1*')
    .replace(/^(\s*)(?=(?:#{1,6}|-#|[-+*])(?:\s|$)|>)/, '$1\\')
    .replace(/^(\s*\d+)(?=[.)](?:\s|$))/, '$1\\');
}

/**
 * A run of equal signs that `escapeText` bracketed, and the characters beside it; empty: there is
 * none.
 */
interface SignRun {
  readonly signs: string;
  readonly before: string;
  readonly after: string;
}

/** Decides in a whole message which of the signs that `escapeText` bracketed need a backslash. */
export function resolveEscapes(message: string): string {
  const toRun = (bracketed: string, signs: string, index: number): SignRun => ({
    signs,
    before: message[index - 1] ?? '',
    after: message[index + bracketed.length] ?? '',
  });

  // Discord looks for the second sign of a pair everywhere: in code and in addresses too.
  const outsideOfRuns = message.replace(BRACKETED, ' ');
  const hasPartner = new Map(
    PARTNERS.map(([sign, partner]) => [sign, partner.test(outsideOfRuns)]),
  );

  const runs = [...message.matchAll(BRACKETED)].map((match) =>
    toRun(match[0], match[1] ?? '', match.index),
  );
  const runsOfSign = countBySign(runs.filter((run) => !isLoose(run)));

  const wouldFormat = (run: SignRun) => {
    const sign = signOf(run);
    if (hasPartner.get(sign) || run.signs.length > 3) return true;
    return !canOnlyBegin(run) && !isLoose(run) && (runsOfSign.get(sign) ?? 0) > 1;
  };

  return message.replace(BRACKETED, (bracketed: string, signs: string, index: number) =>
    wouldFormat(toRun(bracketed, signs, index)) ? signs.replace(/./g, '\\$&') : signs,
  );
}

function countBySign(runs: readonly SignRun[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const run of runs) counts.set(signOf(run), (counts.get(signOf(run)) ?? 0) + 1);
  return counts;
}

function signOf({ signs }: SignRun): string {
  return signs.charAt(0);
}

/** A single star between spaces begins and ends nothing. */
function isLoose({ signs, before, after }: SignRun): boolean {
  return signs === '*' && /\s/.test(before) && /\s/.test(after);
}

/** A single `_` before a letter can begin a pair, but never end one. */
function canOnlyBegin({ signs, after }: SignRun): boolean {
  return signs === '_' && /[0-9A-Za-z]/.test(after);
}

/** Removes characters that Discord would drop or refuse. */
export function stripControls(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\uFDD0-\uFDEF]/gu, (control) => (control === '\t' ? control : ''));
}
