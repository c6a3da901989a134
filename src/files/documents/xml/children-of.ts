import type { XmlElement, XmlNode } from './parse-xml.ts';

/** The elements directly in an element, by name or all. */
export function childrenOf(element: XmlElement | undefined, name?: string): XmlElement[] {
  const children = element?.children ?? [];
  return children.filter((child): child is XmlElement => isElement(child, name));
}

/** The first element of that name directly in an element. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child): child is XmlElement => isElement(child, name));
}

/** Follows a path of names, from child to child. */
export function childAt(
  element: XmlElement | undefined,
  ...names: readonly string[]
): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>(childOf, element);
}

/** Tells elements from text. */
export function isElement(node: XmlNode, name?: string): node is XmlElement {
  return typeof node !== 'string' && (name === undefined || node.name === name);
}
