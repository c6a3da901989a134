import type { RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { cjkFriendlyExtension } from 'micromark-extension-cjk-friendly';
import { gfm } from 'micromark-extension-gfm';
import { combineExtensions } from 'micromark-util-combine-extensions';
import type { Extension } from 'micromark-util-types';
import { formatHtml } from '../html/format-html.ts';
import { endAddresses } from './end-addresses.ts';
import { htmlTagExtension } from './html-tag-extension.ts';
import { limitLookahead } from './limit-lookahead.ts';
import { limitNesting } from './limit-nesting.ts';
import { literalBackslashExtension } from './literal-backslash-extension.ts';
import { mathSyntaxExtension, mathTreeExtension } from './math-syntax.ts';
import { nestedFenceExtension } from './nested-fence-extension.ts';
import { refineEmphasis } from './refine-emphasis.ts';
import { ruleSyntaxExtension } from './rule-syntax-extension.ts';

/** The labels of links and footnotes that are defined before the parsed text begins. */
interface DefinedLabels {
  readonly links: readonly string[];
  readonly footnotes: readonly string[];
}

/** Combined once: the parser would do it anew for each text. */
const SYNTAX: Extension = combineExtensions([
  endAddresses(refineEmphasis(gfm({ singleTilde: false }))),
  // Before formulas, which also begin with a backslash, and are tried first.
  literalBackslashExtension,
  mathSyntaxExtension,
  // Chinese and Japanese put no spaces around words: by CommonMark's rule, `**注意：**不要` would
  // not be bold.
  refineEmphasis(cjkFriendlyExtension()),
  ruleSyntaxExtension,
  nestedFenceExtension,
  htmlTagExtension,
]);

const TREE_EXTENSIONS = [
  // Without GFM's transform: it looks for addresses that the syntax missed, and loses their
  // positions in the source.
  ...gfmFromMarkdown().map(({ transforms: _, ...handlers }) => handlers),
  mathTreeExtension,
];

/** Parses CommonMark with GFM's extensions and formulas. */
export function parseMarkdown(source: string, defined: DefinedLabels): readonly RootContent[] {
  const hasDefined = defined.links.length + defined.footnotes.length > 0;
  const limits = [limitNesting(), limitLookahead()];
  const extensions = hasDefined ? [SYNTAX, ...limits, defineLabels(defined)] : [SYNTAX, ...limits];

  return formatHtml(
    fromMarkdown(source, { extensions, mdastExtensions: TREE_EXTENSIONS }).children,
  );
}

/** Makes the parser know these labels before it reads the first line. */
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
