import { attributeOf } from '../xml/attribute-of.ts';
import type { XmlNode } from '../xml/parse-xml.ts';

/** Elements that people do not read: programs, styles, controls, and the menu of the site. */
const UNREAD = new Set(
  [
    'script style noscript template svg canvas iframe object embed audio video',
    'nav head title link meta button select datalist textarea',
  ]
    .join(' ')
    .split(' '),
);
const HIDING_STYLE = /display\s*:\s*none|visibility\s*:\s*hidden/i;

/** Tells whether a reader of the page does not see the element. */
export function isHiddenElement(node: XmlNode): boolean {
  if (typeof node === 'string') return false;
  return (
    UNREAD.has(node.name) ||
    attributeOf(node, 'hidden') !== undefined ||
    attributeOf(node, 'aria-hidden') === 'true' ||
    attributeOf(node, 'role') === 'navigation' ||
    HIDING_STYLE.test(attributeOf(node, 'style') ?? '')
  );
}
