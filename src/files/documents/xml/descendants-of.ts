import { childrenOf } from './children-of.ts';
import type { XmlElement } from './parse-xml.ts';

/** All elements of that name below an element, in the order of the document. Not those inside of a match. */
export function* descendantsOf(
  element: XmlElement | undefined,
  name: string,
): Generator<XmlElement> {
  for (const child of childrenOf(element)) {
    if (child.name === name) yield child;
    else yield* descendantsOf(child, name);
  }
}

/** The first element of that name below an element. */
export function descendantOf(
  element: XmlElement | undefined,
  name: string,
): XmlElement | undefined {
  return descendantsOf(element, name).next().value ?? undefined;
}
