import type { PhrasingContent } from 'mdast';
import { readTag, type Tag } from './formatting-tags.ts';

/** Nodes, and the elements that tags among them make. */
export type HtmlPart =
  | { readonly kind: 'node'; readonly node: PhrasingContent }
  | { readonly kind: 'tag'; readonly tag: Tag; readonly node: PhrasingContent }
  | {
      readonly kind: 'element';
      readonly tag: Tag;
      readonly opening: PhrasingContent;
      readonly closing: PhrasingContent;
      readonly parts: readonly HtmlPart[];
    };

interface OpenElement {
  readonly tag: Tag;
  readonly node: PhrasingContent;
  readonly parts: HtmlPart[];
}

/** Tags deeper than this are text: without a limit, nested elements could overflow the stack. */
const MAX_DEPTH = 8;

/**
 * Pairs the tags among nodes of one parent. A tag without a partner stays a `tag`, and ends none of
 * the elements around it. Each node is visited a few times at most.
 */
export function pairTags(nodes: readonly PhrasingContent[]): readonly HtmlPart[] {
  const root: HtmlPart[] = [];
  const open: OpenElement[] = [];
  const add = (part: HtmlPart) => (open.at(-1)?.parts ?? root).push(part);

  function close(tag: Tag, closing: PhrasingContent): void {
    const index = open.findLastIndex((element) => element.tag.name === tag.name);
    const element = open[index];
    if (element === undefined) {
      add({ kind: 'tag', tag, node: closing });
      return;
    }
    const { tag: openingTag, node: opening, parts } = element;
    for (const unclosed of open.splice(index).slice(1)) parts.push(...dissolve(unclosed));
    add({ kind: 'element', tag: openingTag, opening, closing, parts });
  }

  for (const node of nodes) {
    const tag = node.type === 'html' ? readTag(node.value) : undefined;
    const opens = tag && !tag.isVoid && !tag.isClosing && open.length < MAX_DEPTH;

    if (tag === undefined) add({ kind: 'node', node });
    else if (opens) open.push({ tag, node, parts: [] });
    else if (tag.isClosing) close(tag, node);
    else add({ kind: 'tag', tag, node });
  }
  return [...root, ...open.flatMap(dissolve)];
}

/** The parts of an element that nothing closes, its tag among them. */
function dissolve({ tag, node, parts }: OpenElement): readonly HtmlPart[] {
  return [{ kind: 'tag', tag, node }, ...parts];
}
