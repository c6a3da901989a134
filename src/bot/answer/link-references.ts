import type { Citation } from '../../contracts/provider.ts';

/**
 * Code, which stays as it is, or a reference such as `[1]`, `[ref_1]`, `[doc1]` and `[citation:1]`. A code span without its
 * end reaches to the end of the paragraph. A bracket behind another one, or before an address, is
 * already a link.
 */
const FENCED_CODE =
  /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?<fence>`{3,}|~{3,}).*(?:\n(?![ \t>]*\k<fence>).*)*(?:\n.*)?/;
/** An item of a nested list is indented as well. */
const INDENTED_CODE = /^(?: {4}|\t)(?![ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]).*/;
const CODE_SPAN =
  /(?<ticks>`+)(?:(?!\n[ \t]*\n)[\s\S])*?(?:(?<!`)\k<ticks>(?!`)|(?=\n[ \t]*\n)|(?![\s\S]))/;
const REFERENCE = /(?<!\[)\[(?:citation:)?(?<mark>(?:ref_|doc)?\d{1,3})\](?![\](:])/;
const CODE_OR_REFERENCE = new RegExp(
  [FENCED_CODE, INDENTED_CODE, CODE_SPAN, REFERENCE].map(({ source }) => source).join('|'),
  'gm',
);

/**
 * Makes links of the references in an answer, where the back end named the page behind them:
 * `[1]` becomes `[&#91;1&#93;](<https://example.com>)`: `\[1\]` would be a formula, and `[1]` another
 * link where the text defines it. Without such pages, the text stays as it is.
 */
export function linkReferences(
  text: string,
  citations: readonly Citation[],
  state: 'growing' | 'final',
): string {
  // A look at each delta costs nothing then.
  if (citations.length === 0) return text;

  const urls = new Map<string, string>();
  for (const { mark, url } of citations) if (mark && !urls.has(mark)) urls.set(mark, url);
  if (urls.size === 0) return text;

  return text.replace(CODE_OR_REFERENCE, (found, _fence, _ticks, mark, index: number) => {
    const url = urls.get(mark);
    // While the text grows, the next character may show that a reference at its end is a link.
    const isAtEnd = state === 'growing' && index + found.length === text.length;
    return url === undefined || isAtEnd ? found : `[&#91;${mark}&#93;](<${url}>)`;
  });
}
