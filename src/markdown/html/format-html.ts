import type { Code, Nodes, Paragraph, PhrasingContent, RootContent } from 'mdast';
import { HtmlWriter, positionOf, textOf } from './html-writer.ts';
import { type HtmlPart, pairTags } from './pair-tags.ts';

type Element = Extract<HtmlPart, { kind: 'element' }>;

/**
 * Makes nodes of Markdown of the HTML in a tree. Tags format where both are in the same paragraph;
 * wrappers around paragraphs, such as `<details>`, show nothing. Other tags are text.
 */
export function formatHtml<Block extends RootContent>(nodes: readonly Block[]): Block[] {
  // The blocks of one parent stay blocks of this parent.
  return nodes.flatMap((node) => formatBlock(node) as Block[]);
}

function formatBlock(node: RootContent): RootContent[] {
  if (node.type === 'paragraph') return formatParagraph(node);
  if (!('children' in node) || !holdsHtml(node)) return [node];

  const isOfPhrases = node.type === 'heading' || node.type === 'tableCell';
  const children = isOfPhrases
    ? formatPhrases(node.children)
    : formatHtml(node.children as RootContent[]);
  return [{ ...node, children } as RootContent];
}

function formatParagraph(node: Paragraph): RootContent[] {
  if (!holdsHtml(node)) return [node];

  const parts = pairTags(node.children.map(formatInside));
  const single = singleElement(parts);
  const block = single && toBlock(single);
  if (block) return [block];

  const children = new HtmlWriter().writeAll(parts);
  return children.length > 0 ? [{ ...node, children }] : [];
}

/** A paragraph that is one heading, one quote or one block of code is such a block. */
function toBlock(element: Element): RootContent | undefined {
  const { tag, parts } = element;
  const position = positionOf(element);
  const write = () => new HtmlWriter().writeAll(parts);

  if (tag.formatting === 'heading') {
    const depth = Number(tag.name.slice(1)) as 1 | 2 | 3 | 4 | 5 | 6;
    return { type: 'heading', depth, children: write(), position };
  }
  if (tag.name === 'blockquote') {
    const paragraph: Paragraph = { type: 'paragraph', children: write(), position };
    return { type: 'blockquote', children: [paragraph], position };
  }
  if (tag.name === 'pre') {
    const code: Code = { type: 'code', value: textOf(parts).replace(/^\n|\n$/g, ''), position };
    return code;
  }
  return undefined;
}

function singleElement(parts: readonly HtmlPart[]): Element | undefined {
  const [first, ...others] = parts.filter((part) => !isBlank(part));
  return first?.kind === 'element' && others.length === 0 ? first : undefined;
}

function isBlank(part: HtmlPart): boolean {
  return part.kind === 'node' && part.node.type === 'text' && part.node.value.trim() === '';
}

function formatPhrases(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return new HtmlWriter().writeAll(pairTags(nodes.map(formatInside)));
}

function formatInside(node: PhrasingContent): PhrasingContent {
  if (!('children' in node) || !holdsHtml(node)) return node;
  return { ...node, children: formatPhrases(node.children) } as PhrasingContent;
}

function holdsHtml(node: Nodes): boolean {
  if (node.type === 'html') return true;
  return 'children' in node && node.children.some(holdsHtml);
}
