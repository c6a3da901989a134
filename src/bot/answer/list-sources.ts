import type { Language } from '../../contracts/language.ts';
import type { Citation } from '../../contracts/provider.ts';
import { cutEnd } from '../../lib/cut-end.ts';
import { textsIn } from '../../texts/index.ts';
import { linkReferences } from './link-references.ts';

/** More sources than this say no more, and take the room of the answer. */
const MAX_SOURCES = 8;
/** Addresses count towards the length of a Discord message: the list must leave room for text. */
const MAX_LIST_CHARACTERS = 900;
const MAX_TITLE_CHARACTERS = 60;
const MARKDOWN_SIGN = /[!-/:-@[-`{-~]/g;
/** With a backslash before them, these begin and end formulas. */
const BRACKET = /[()[\]]/;

/**
 * Gives a line of Markdown with the pages that an answer rests on. No line when the text itself leads to
 * them: it refers to one of them, or has links to all of them.
 */
export function listSources(
  text: string,
  citations: readonly Citation[],
  language: Language,
): readonly string[] {
  const refersToPages = linkReferences(text, citations, 'final') !== text;
  if (refersToPages) return [];

  const isFirstOfPage = ({ url }: Citation, index: number) =>
    citations.findIndex((other) => other.url === url) === index;
  const unlinked = citations.filter(isFirstOfPage).filter(({ url }) => !text.includes(url));
  const listed = takeShort(unlinked.map(linkTo)).slice(0, MAX_SOURCES);

  return listed.length > 0 ? [textsIn(language).sources(listed)] : [];
}

function linkTo({ url, title }: Citation): string {
  const label = (title ?? new URL(url).hostname).replaceAll(/\s+/g, ' ');
  const isLong = label.length > MAX_TITLE_CHARACTERS;
  const shortLabel = isLong ? `${cutEnd(label, MAX_TITLE_CHARACTERS)}…` : label;

  return `[${shortLabel.replaceAll(MARKDOWN_SIGN, escapeSign)}](<${url}>)`;
}

function escapeSign(sign: string): string {
  return BRACKET.test(sign) ? `&#${sign.charCodeAt(0)};` : `\\${sign}`;
}

/** Leaves out the links that are too long for the rest of the list. */
function takeShort(links: readonly string[]): readonly string[] {
  let remaining = MAX_LIST_CHARACTERS;
  return links.filter((link) => {
    if (link.length > remaining) return false;

    remaining -= link.length;
    return true;
  });
}
