import type { DocumentText } from '../document-text.ts';
import { codeLanguage, extensionOf } from './code-language.ts';
import { cutText, joinEnds, type TextEnds } from './cut-text.ts';
import { looksLikeLog } from './looks-like-log.ts';
import { removeTerminalCodes } from './remove-terminal-codes.ts';

/** Files of words, which need no fence. */
const WORDS = /^(txt|text|md|markdown|mdx|rst|adoc|asciidoc|org|srt|vtt|ics|vcf|me|nfo)$/;

/** Of a text this many times longer than the limit, only the ends are cleaned and looked at. */
const HUGE_RATIO = 40;
/** Colours and other codes may take most of the characters. */
const END_RATIO = 10;
const MIN_END_CHARACTERS = 50_000;

/** Makes the text of a file short enough. The beginning and the end of a log stay, else the beginning. */
export function readPlainText(text: string, name: string, limit: number): DocumentText {
  const ends = cleanEnds(text, limit);
  const isWords = WORDS.test(extensionOf(name));
  const language = isWords ? wordsLanguage(name) : codeLanguage(name, ends.start);
  const isLog = (!language || language === 'json') && looksLikeLog(name, ends.start);

  const isCut = ends.total > ends.start.length || ends.start.length > limit;
  const cut = isLog && isCut ? joinEnds(ends, limit) : cutText(ends.start, limit, ends.total);
  const shownLanguage = language ?? (isLog && !isWords ? 'text' : undefined);
  return shownLanguage ? { ...cut, language: shownLanguage } : cut;
}

/** The one text file that is code: CMake's. */
function wordsLanguage(name: string): string | undefined {
  const language = codeLanguage(name, '');
  return language === 'cmake' ? language : undefined;
}

/** The beginning and the end of a text without codes of terminals; both are the whole unless it is huge. */
function cleanEnds(text: string, limit: number): TextEnds {
  const endCharacters = limit * END_RATIO + MIN_END_CHARACTERS;
  if (text.length <= limit * HUGE_RATIO + 2 * endCharacters) {
    const clean = removeTerminalCodes(text);
    return { start: clean, end: clean, total: clean.length };
  }
  const clean = (part: string) => removeTerminalCodes(part).replace(/\r\n?/g, '\n');
  return {
    start: clean(text.slice(0, endCharacters)),
    end: clean(text.slice(-endCharacters)),
    total: text.length,
  };
}
