/**
 * The only characters of a source that a page may show in another way, or not at all. Everything
 * else is on the page, in order. This is the whole list: a page that leaves out anything else has
 * lost it.
 */
export interface Exception {
  readonly name: string;
  /** Sticky: it is tried at each place of the source. */
  readonly pattern: RegExp;
  /** The texts that the page may show for it. Empty: nothing. */
  shows(...match: string[]): readonly string[];
}

const nothing = () => [''];
const TAG_NAMES = 'b|i|u|s|em|strong|kbd|sub|sup|br';

export const EXCEPTIONS: readonly Exception[] = [
  {
    name: 'the mark of a heading',
    pattern: /(?<=^(?:[> ]|[-*+] |\d+[.)] )*)#{1,6} +/my,
    shows: nothing,
  },
  { name: 'the mark of a quote', pattern: /(?<=^[> ]*)> ?/my, shows: nothing },
  {
    name: 'the mark of an item, which is a bullet',
    pattern: /(?<=^(?:[> ]|[-*+] |\d+[.)] )*)[-*+](?= |$)/my,
    // Before a box, Telegram needs no bullet.
    shows: (mark = '') => ['•', '-', mark, ''],
  },
  {
    name: 'the number of an item: its bracket becomes a dot, and equal numbers count up',
    pattern: /(?<=^(?:[> ]|[-*+] |\d+[.)] )*)(\d{1,9})[.)](?= |$)/my,
    shows: (written = '', number = '') => [`${number}.`, written, ...countUp(Number(number)), ''],
  },
  {
    name: 'the state of a task, which is a box',
    pattern: /(?<=^(?:[> ]|[-*+] |\d+[.)] )*(?:[-*+]|\d+[.)]) +)\[[ xX]\](?=\s)/my,
    shows: (written = '') => ['☑', '☐', written],
  },
  {
    name: 'a rule, which is a line',
    pattern: /(?<=^[> ]*)-{3,}$/my,
    shows: () => ['———'],
  },
  {
    name: 'the fence of a block of code, which is a box',
    pattern: /^(?:`{3,}|~{3,})[a-z]*$/my,
    shows: nothing,
  },
  {
    name: 'a link, whose address is behind its label or shown after it',
    pattern: /\[([^\][\n]*)\]\(([^\s()]*)\)/y,
    shows: (written = '', label = '', address = '') => [label, `${label}(${address})`, written],
  },
  {
    name: 'HTML that formats, and comments',
    pattern: new RegExp(`<\\/?(?:${TAG_NAMES})[ \\t]*\\/?>|<!--[^\\n]*?-->`, 'iy'),
    shows: (written = '') => [written, ''],
  },
  {
    // The backslash is no escape there, so the stars may stand for a style, as in `C:\a\**b**`.
    name: 'a backslash of a path, and the stars behind it',
    pattern: /(?<=\\[A-Za-z]\S*)\\\*{2,}/y,
    shows: (written = '') => [written, written.slice(1)],
  },
  {
    name: 'a backslash before a sign, which says that the sign is no mark',
    pattern: /\\([!-/:-@[-`{-~])/y,
    shows: (written = '', sign = '') => [sign, written],
  },
  {
    name: 'a character reference',
    pattern: /&(lt|gt|amp|copy);/y,
    shows: (written = '', name = '') => [REFERENCES[name] ?? written, written],
  },
];

const LONGEST_COUNT = 8;
const countUp = (first: number) =>
  Array.from({ length: LONGEST_COUNT }, (_, index) => `${first + index + 1}.`);

const REFERENCES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', copy: '©' };

/** Signs that stand for a style, and may be left out beside text in this style. */
export const STYLE_SIGNS: Readonly<Record<string, readonly string[]>> = {
  '*': ['italic'],
  '**': ['bold'],
  '***': ['bold', 'italic'],
  // Bold in bold, which looks no different.
  '****': ['bold'],
  _: ['italic'],
  __: ['bold'],
  ___: ['bold', 'italic'],
  '~~': ['strike'],
  '`': ['code'],
  '``': ['code'],
};
