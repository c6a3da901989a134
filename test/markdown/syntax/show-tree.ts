import type { Nodes } from 'mdast';
import { parseMarkdown } from '../../../src/markdown/syntax/parse-markdown.ts';

const TAGS: Readonly<Record<string, string>> = { emphasis: 'i', strong: 'b', delete: 's' };

/** Parses a text, and shows what is formatted in it: `<b>…</b>`, `<a>…</a>`, `[code …]`. */
export function showTree(markdown: string): string {
  return parseMarkdown(markdown, { links: [], footnotes: [] }).map(showNode).join('|');
}

function showNode(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (node.type === 'code') return `[code ${node.value}]`;
  if (!('children' in node)) return `[${node.type}]`;

  const children = node.children.map(showNode).join('');
  if (node.type === 'paragraph') return children;
  if (node.type === 'link') return `<a>${children}</a>`;

  const tag = TAGS[node.type];
  return tag === undefined ? `${node.type}(${children})` : `<${tag}>${children}</${tag}>`;
}
