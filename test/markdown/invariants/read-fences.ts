import type { Code } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { visitNodes } from './expected-content.ts';

/** A code block of a Discord page, as CommonMark reads it. */
export interface Fence {
  readonly value: string;
  readonly language: string;
  /** Where it stands in the page. */
  readonly from: number;
  readonly to: number;
}

/** What CommonMark has and Discord has not: there it is text. */
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

export function readFences(content: string): readonly Fence[] {
  const fences: Fence[] = [];
  if (!/`{3}|~{3}/.test(content)) return fences;
  visitNodes(
    fromMarkdown(content, { extensions: [{ disable: { null: NOT_ON_DISCORD } }] }),
    (node) => {
      if (node.type === 'code') fences.push(fenceOf(node));
    },
  );
  return fences;
}

function fenceOf({ value, lang, position }: Code): Fence {
  return {
    value,
    language: lang ?? '',
    from: position?.start.offset ?? 0,
    to: position?.end.offset ?? 0,
  };
}

/** Fences that nothing closes. */
export function openFences(content: string): readonly string[] {
  return readFences(content)
    .filter(
      ({ from, to }) =>
        !/^(?:> )?`{3,}$/m.test(content.slice(from, to).split('\n').slice(1).at(-1) ?? ''),
    )
    .map(() => 'a fence that nothing closes');
}
