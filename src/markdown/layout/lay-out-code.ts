import type { Code } from 'mdast';
import { BREAK_QUALITY, type Container, type Leaf, type Line, type Run } from './layout.ts';
import { type LayoutContext, spanOf } from './layout-context.ts';
import { createLine } from './line.ts';

const LONGEST_LANGUAGE = 30;
/** Characters that end a line in Unicode, and that Telegram would remove. */
const OTHER_LINE_END = /[\v\f\u0085\u2028\u2029]/g;

/** Lays out a code block. In the source, its lines are behind the marks of their containers. */
export function layOutCode(
  node: Code,
  containers: readonly Container[],
  context: LayoutContext,
): Line[] {
  const { source, base } = context;
  const { from, to } = spanOf(node, context);
  const language = node.lang?.slice(0, LONGEST_LANGUAGE).toWellFormed() || undefined;
  const leaf: Leaf = { kind: 'code', language };

  const isFenced = /^(?:`{3}|~{3})/.test(source.slice(from, from + 3));
  let start = isFenced
    ? findLineEnd(source, from, to) + 1
    : Math.max(base, source.lastIndexOf('\n', from - 1) + 1);

  return node.value.split('\n').map((line, index) => {
    const text = line.replaceAll(OTHER_LINE_END, ' ');
    const lineFrom = Math.min(start, to);
    const lineTo = Math.min(findLineEnd(source, start, to), to);
    start = lineTo + 1;

    const isAtLineEnd = source.startsWith(line, lineTo - text.length);
    const textFrom = isAtLineEnd ? Math.max(lineFrom, lineTo - text.length) : lineFrom;
    const run: Run = { text, look: {}, from: textFrom, to: Math.max(textFrom, lineTo) };

    return createLine({
      runs: text === '' ? [] : [run],
      leaf,
      containers,
      breakQuality: breakQualityBeforeLine(index),
      from: lineFrom,
    });
  });
}

/** A break behind the first line of a code block is worse than one behind the others. */
function breakQualityBeforeLine(index: number): number {
  if (index === 0) return BREAK_QUALITY.block;
  return index === 1 ? BREAK_QUALITY.word : BREAK_QUALITY.line;
}

function findLineEnd(source: string, from: number, to: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? to : end;
}
