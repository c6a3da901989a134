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
const BLANK_LINE = '\n\n';
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
  const urls = listUrls(citations);
  return urls.size === 0 ? text : linkAll(text, urls, state);
}

/**
 * Makes a function that does the same for one text that grows, at the cost of what it has grown by.
 * A paragraph that has ended is not looked at again.
 */
export function createReferenceLinker(): (text: string, citations: readonly Citation[]) => string {
  let linkedFor: readonly Citation[] = [];
  let urls: ReadonlyMap<string, string> = new Map();
  let endedLength = 0;
  let ended = '';

  return (text, citations) => {
    if (citations !== linkedFor || text.length < endedLength) {
      linkedFor = citations;
      urls = listUrls(citations);
      endedLength = 0;
      ended = '';
    }
    if (urls.size === 0) return text;

    const rest = text.slice(endedLength);
    const length = findEndOfParagraphs(rest);
    ended += linkAll(rest.slice(0, length), urls, 'final');
    endedLength += length;
    return ended + linkAll(rest.slice(length), urls, 'growing');
  };
}

/** The offset of the last blank line that is not inside of code, and has no open code before it. */
function findEndOfParagraphs(text: string): number {
  const last = text.lastIndexOf(BLANK_LINE);
  if (last <= 0) return 0;

  for (const { index, 0: found } of text.matchAll(CODE_OR_REFERENCE))
    if (index + found.length > last) return Math.max(0, text.lastIndexOf(BLANK_LINE, index - 1));
  return last;
}

function listUrls(citations: readonly Citation[]): ReadonlyMap<string, string> {
  const urls = new Map<string, string>();
  for (const { mark, url } of citations) if (mark && !urls.has(mark)) urls.set(mark, url);
  return urls;
}

function linkAll(
  text: string,
  urls: ReadonlyMap<string, string>,
  state: 'growing' | 'final',
): string {
  return text.replace(CODE_OR_REFERENCE, (found, _fence, _ticks, mark, index: number) => {
    const url = urls.get(mark);
    // While the text grows, the next character may show that a reference at its end is a link.
    const isAtEnd = state === 'growing' && index + found.length === text.length;
    return url === undefined || isAtEnd ? found : `[&#91;${mark}&#93;](<${url}>)`;
  });
}
