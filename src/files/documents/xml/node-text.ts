import type { XmlNode } from './parse-xml.ts';

/** The whole text below an element. */
export function nodeText(node: XmlNode | undefined): string {
  if (node === undefined) return '';
  return typeof node === 'string' ? node : node.children.map(nodeText).join('');
}
