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
import { literalMarkExtension } from './literal-mark-extension.ts';
import { mathSyntax, mathTreeExtension } from './math-syntax.ts';
import { nestedFenceExtension } from './nested-fence-extension.ts';
import { prepareParser } from './prepare-parser.ts';
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
  // Formulas also begin with a backslash. They come behind, and so are tried first.
  literalBackslashExtension,
  // Chinese and Japanese put no spaces around words: by CommonMark's rule, `**注意：**不要` would
  // not be bold.
  refineEmphasis(cjkFriendlyExtension()),
  ruleSyntaxExtension,
  literalMarkExtension,
  nestedFenceExtension,
  htmlTagExtension,
]);

const TREE_EXTENSIONS = [
  // Without GFM's transform: it looks for addresses that the syntax missed, and loses their
  // positions in the source.
  ...gfmFromMarkdown().map(({ transforms: _, ...handlers }) => handlers),
  mathTreeExtension,
];

/**
 * Parses CommonMark with GFM's extensions and formulas. Signs, addresses, fences and tags are read as
 * their writer means them, where the specification reads them in another way.
 */
export function parseMarkdown(source: string, defined: DefinedLabels): readonly RootContent[] {
  const hasDefined = defined.links.length + defined.footnotes.length > 0;
  const common = [SYNTAX, mathSyntax(source), limitNesting(), limitLookahead()];
  const extensions = hasDefined ? [...common, defineLabels(defined)] : common;

  return formatHtml(
    fromMarkdown(source, { extensions, mdastExtensions: TREE_EXTENSIONS }).children,
  );
}

/** Makes the parser know these labels before it reads the first line. */
function defineLabels({ links, footnotes }: DefinedLabels): Extension {
  const define = prepareParser((parser) => {
    parser.defined.push(...links);
    parser.gfmFootnotes = [...(parser.gfmFootnotes ?? []), ...footnotes];
  });
  return { document: { null: define } };
}
