import type { Code } from 'mdast';
import { closingLine, createFenceNesting, findClosingLine } from './fence-nesting.ts';

const OPENING_LINE = /^(`{3,}|~{3,})([^\n]*)\n/;

/**
 * Reads the code block that a text begins with, if nothing closes it yet. An open code block is by
 * far the longest block that grows, and it needs no parser. `undefined`: the text needs the parser.
 */
export function readOpenFence(source: string): readonly [Code] | undefined {
  const opening = OPENING_LINE.exec(source);
  if (opening === null) return undefined;

  const [openingLine, fence = '', info = ''] = opening;
  if (/[`\\&\r]/.test(info) || source.includes('\r')) return undefined;

  const code = source.slice(openingLine.length);
  const [language = '', ...meta] = info.trim().split(/\s+/);
  if (isClosed(code, fence, language)) return undefined;

  return [
    {
      type: 'code',
      lang: language || null,
      meta: meta.join(' ') || null,
      value: code.replace(/\n$/, ''),
      // Only the offsets are read, so the lines and columns need not be right.
      position: {
        start: { line: 1, column: 1, offset: 0 },
        end: { line: 1, column: 1, offset: source.length },
      },
    },
  ];
}

function isClosed(code: string, fence: string, language: string): boolean {
  const closing = closingLine(fence, 'm');
  const nesting = createFenceNesting(language, fence);
  if (!nesting || !closing.test(code)) return closing.test(code);
  return findClosingLine(code.split('\n'), nesting, fence) >= 0;
}
