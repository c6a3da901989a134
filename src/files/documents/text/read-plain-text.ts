import type { DocumentText } from '../document-text.ts';
import { codeLanguage, extensionOf } from './code-language.ts';
import { cutMiddle, cutText } from './cut-text.ts';
import { looksLikeLog } from './looks-like-log.ts';
import { removeTerminalCodes } from './remove-terminal-codes.ts';

/** Files of words, which need no fence. */
const WORDS = /^(txt|text|md|markdown|mdx|rst|adoc|asciidoc|org|srt|vtt|ics|vcf|me|nfo)$/;

/** Makes the text of a file short enough. The beginning and the end of a log stay, else the beginning. */
export function readPlainText(text: string, name: string, limit: number): DocumentText {
  const clean = removeTerminalCodes(text);
  const words = WORDS.test(extensionOf(name));
  const language = codeLanguage(name, clean);
  const isLog = (!language || language === 'json') && looksLikeLog(name, clean);
  const cut = isLog ? cutMiddle(clean, limit) : cutText(clean, limit);

  if (isLog && !language && !words) return { ...cut, language: 'text' };
  return language && !(words && language !== 'cmake') ? { ...cut, language } : cut;
}
