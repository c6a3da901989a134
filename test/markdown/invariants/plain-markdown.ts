import type { Node, Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { list } from 'micromark-core-commonmark';
import { cjkFriendlyExtension } from 'micromark-extension-cjk-friendly';
import { gfm } from 'micromark-extension-gfm';
import type { Construct, Extension } from 'micromark-util-types';

const correctedList: Construct = {
  ...list,
  name: 'correctedList',
  tokenize(effects, ok, nok) {
    const [, flow] = this.events.findLast(([, { type }]) => type === 'chunkFlow') ?? [];
    if (flow?._tokenizer?.currentConstruct?.name === 'codeIndented') this.interrupt = false;
    return list.tokenize.call(this, effects, ok, nok);
  },
};

/**
 * Lists that begin behind indented code, too. Only a paragraph cannot be interrupted by an empty item
 * or by one of another number than 1 (CommonMark 0.31, 5.2); micromark takes the code for one.
 */
const listsBehindCode: Extension = {
  document: Object.fromEntries(
    [...'*+-0123456789'].map((sign) => [sign.charCodeAt(0), correctedList]),
  ),
};

/**
 * Parses CommonMark with GFM, with nothing of Parley's own. Raw HTML is text, with the Markdown in
 * it formatted. Addresses are links where the syntax sees them: mdast's search through finished
 * trees would find more in a complete text than in one that grows.
 */
export function parsePlainMarkdown(markdown: string): Root {
  return fromMarkdown(markdown, {
    extensions: [
      gfm({ singleTilde: false }),
      cjkFriendlyExtension(),
      listsBehindCode,
      { disable: { null: ['htmlFlow', 'htmlText'] } },
    ],
    mdastExtensions: gfmFromMarkdown().map(({ transforms: _, ...handlers }) => handlers),
  });
}

/** Calls `onNode` for a node and for all nodes in it, in the order of the source. */
export function visitNodes(node: Nodes, onNode: (node: Nodes) => void): void {
  onNode(node);
  if ('children' in node) for (const child of node.children) visitNodes(child, onNode);
}

/** The source offsets where a node begins and ends. */
export function rangeOf({ position }: Node): readonly [from: number, to: number] {
  return [position?.start.offset ?? 0, position?.end.offset ?? 0];
}

/** The code of all code blocks, in order. A block of the language `math` is a formula. */
export function readCodeBlocks(markdown: string): readonly string[] {
  const codeBlocks: string[] = [];
  visitNodes(parsePlainMarkdown(markdown), (node) => {
    if (node.type === 'code' && node.lang !== 'math') codeBlocks.push(node.value);
  });
  return codeBlocks;
}
