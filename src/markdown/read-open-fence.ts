import type { Code } from 'mdast';

const OPENING = /^(`{3,}|~{3,})([^\n]*)\n/;

/**
 * The code block that a text begins with, if nothing closes it: it is by far the longest block that grows, and needs no
 * parser. `undefined` where a parser must look.
 */
export function readOpenFence(source: string): readonly [Code] | undefined {
  const opening = OPENING.exec(source);
  const [line = '', mark = '', info = ''] = opening ?? [];
  if (!opening || /[`\\&\r]/.test(info) || source.includes('\r')) return undefined;
  if (new RegExp(`^ {0,3}${mark}${mark[0]}*[ \\t]*$`, 'm').test(source.slice(line.length)))
    return undefined;
  const [lang = '', ...meta] = info.trim().split(/\s+/);
  const start = { line: 1, column: 1, offset: 0 };
  // Its lines are counted only where something follows it.
  const end = { line: 1, column: 1, offset: source.length };
  const value = source.slice(line.length).replace(/\n$/, '');
  return [
    {
      type: 'code',
      lang: lang || null,
      meta: meta.join(' ') || null,
      value,
      position: { start, end },
    },
  ];
}
