import type { RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { cjkFriendlyExtension } from 'micromark-extension-cjk-friendly';
import { gfm } from 'micromark-extension-gfm';
import type { Extension } from 'micromark-util-types';
import { mathSyntaxExtension, mathTreeExtension } from './math-syntax.ts';

/** Labels of links and footnotes that stand before the text. */
export interface DefinedLabels {
  readonly links: readonly string[];
  readonly footnotes: readonly string[];
}

const syntax: readonly Extension[] = [
  gfm({ singleTilde: false }),
  mathSyntaxExtension,
  // Chinese and Japanese put no spaces around words: by CommonMark's rule, `**注意：**不要` would not be bold.
  cjkFriendlyExtension(),
  // Raw HTML is shown as it was written, with the Markdown in it formatted.
  { disable: { null: ['htmlFlow', 'htmlText'] } },
];
// The transform looks for addresses that the syntax missed, and loses where in the source they stand.
const nodes = [
  ...gfmFromMarkdown().map(({ transforms: _, ...handlers }) => handlers),
  mathTreeExtension,
];

/** CommonMark with GFM's extensions and formulas. */
export function parseMarkdown(source: string, known: DefinedLabels): readonly RootContent[] {
  const extensions = [
    ...syntax,
    ...(known.links.length + known.footnotes.length > 0 ? [defineLabels(known)] : []),
  ];
  return fromMarkdown(source, { extensions, mdastExtensions: nodes }).children;
}

/** Tells the parser, before its first line, what was defined before. */
function defineLabels({ links, footnotes }: DefinedLabels): Extension {
  let isDone = false;
  return {
    document: {
      null: {
        tokenize(_, __, nok) {
          if (!isDone) {
            this.parser.defined.push(...links);
            this.parser.gfmFootnotes = [...(this.parser.gfmFootnotes ?? []), ...footnotes];
          }
          isDone = true;
          return nok;
        },
      },
    },
  };
}
