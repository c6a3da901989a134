/**
 * Text that must be shown as it is, in Discord's Markdown.
 *
 * Marks that only format in pairs (`*`, `_`, `~~`, `||`, backticks) are bracketed here and settled once the whole message
 * is known: one that has no partner is left alone, so that `snake_case` can be copied as it was written. `brackets`: they
 * would begin or end a link here.
 */
export function escapeText(text: string, { brackets = false } = {}): string {
  return text.replace(brackets ? WITH_BRACKETS : SPECIAL, (found: string, at: number) => {
    if (found === '@') return DISARMED;
    if (found.startsWith('http')) return found;
    if (PAIRED.test(found)) return BEGIN + found + END;
    const escapesNothing = found === '\\' && /[0-9A-Za-z\s]/.test(text[at + 1] ?? '');
    return escapesNothing ? found : `\\${found}`;
  });
}

/** Escapes what would begin a heading, a quote, a list or small print, at the beginning of a written line. */
export function escapeLineStart(line: string): string {
  return line
    .replace(/^(\s*)\uFDD0\*\uFDD1(?=\s|$)/, '$1*')
    .replace(/^(\s*)(?=(?:#{1,6}|-#|[-+*])(?:\s|$)|>)/, '$1\\')
    .replace(/^(\s*\d+)(?=[.)](?:\s|$))/, '$1\\');
}

/** Decides over the marks that `escapeText` bracketed, in a whole message. */
export function settleEscapes(message: string): string {
  // Discord looks for the second mark of a pair everywhere: in code and in addresses too.
  const rest = message.replace(MARKED, ' ');
  const runs = [...message.matchAll(MARKED)].filter((run) => !isLoose(run[1], message, run));
  const isTwice = (sign: string) => runs.filter(([, run]) => run?.startsWith(sign)).length > 1;
  const meets = new Map(SIGNS.map(([sign, partner]) => [sign, partner.test(rest)]));
  return message.replace(MARKED, (found: string, run: string, index: number) => {
    const [sign = ''] = run;
    const ends = { index, 0: found };
    // Between two letters a single `_` can begin a pair, but never end one.
    const isBeginning = run === '_' && /[0-9A-Za-z]/.test(message[index + found.length] ?? '');
    const isPaired =
      run.length > 3 || (!isBeginning && !isLoose(run, message, ends) && isTwice(sign));
    return meets.get(sign) || isPaired ? run.replace(/./g, '\\$&') : run;
  });
}

/** A single star between spaces begins and ends nothing. */
function isLoose(
  run: string | undefined,
  message: string,
  { index, 0: found }: { index: number; 0: string },
): boolean {
  return (
    run === '*' &&
    /\s/.test(message[index - 1] ?? '') &&
    /\s/.test(message[index + found.length] ?? '')
  );
}

/** Takes out what Discord would drop or refuse. */
export function withoutControls(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\uFDD0-\uFDEF]/gu, (sign) => (sign === '\t' ? sign : ''));
}

/** Never part of a text: Unicode keeps them for such uses, and `withoutControls` takes them out. */
const BEGIN = '\uFDD0';
const END = '\uFDD1';
const MARKED = /\uFDD0([^\uFDD1]+)\uFDD1/g;
const PAIRED = /^[*_~|`]/;
/** Each sign, and what it would make a pair with. */
const SIGNS: readonly (readonly [string, RegExp])[] = [
  ['*', /\*/],
  ['_', /__|_(?![0-9A-Za-z])/],
  ['~', /~~/],
  ['|', /\|\|/],
  ['`', /`/],
];
/** With a word joiner behind the `@`, neither Discord nor its clients see a mention. */
const DISARMED = '@\u2060';
const MENTION = '@(?=everyone|here|[!&]?\\d)';

/** A backslash inside an address would become part of it, so addresses are found first and kept. */
const ADDRESS = 'https?:\\/\\/[^\\s<]*[^\\s<.,:;"\')\\]*_~|`\\\\]';
/** Channels, emoji, times, commands, guild pages, and addresses in angle brackets. */
const TAG = '<(?=#\\d|a?:\\w+:\\d|t:-?\\d|\\/[\\w -]+:\\d|id:\\w|https?:)';
const MARKS = '\\*+|_+|~{2,}|\\|{2,}|`+|\\\\';
const SPECIAL = new RegExp(`${ADDRESS}|${MENTION}|${TAG}|${MARKS}`, 'g');
const WITH_BRACKETS = new RegExp(`${SPECIAL.source}|[[\\]]`, 'g');
