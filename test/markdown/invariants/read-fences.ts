import type { Code } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { visitNodes } from './plain-markdown.ts';

/** A code block of a Discord page, as CommonMark reads it. */
export interface Fence {
  readonly value: string;
  /** The offsets in the page, fences included. */
  readonly from: number;
  readonly to: number;
}

/** Constructs of CommonMark that are plain text on Discord. */
const NOT_ON_DISCORD = [
  'codeIndented',
  'htmlFlow',
  'htmlText',
  'setextUnderline',
  'thematicBreak',
  'definition',
  'characterReference',
  'hardBreakEscape',
];

/** Reads the code blocks of a Discord page. */
export function readFences(content: string): readonly Fence[] {
  if (!/`{3}|~{3}/.test(content)) return [];

  const fences: Fence[] = [];
  visitNodes(
    fromMarkdown(content, { extensions: [{ disable: { null: NOT_ON_DISCORD } }] }),
    (node) => {
      if (node.type === 'code') fences.push(toFence(node));
    },
  );
  return fences;
}

function toFence({ value, position }: Code): Fence {
  return { value, from: position?.start.offset ?? 0, to: position?.end.offset ?? 0 };
}

/** Complains about each fence of a Discord page that nothing closes. */
export function complainAboutOpenFences(content: string): readonly string[] {
  return readFences(content)
    .filter(({ from, to }) => !hasClosingLine(content.slice(from, to)))
    .map(() => 'a fence that nothing closes');
}

function hasClosingLine(block: string): boolean {
  const lastLine = block.split('\n').slice(1).at(-1) ?? '';
  return /^(?:> )?`{3,}$/.test(lastLine);
}
