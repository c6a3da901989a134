import { localName, type XmlElement } from './parse-xml.ts';

/**
 * An attribute by its name without prefix. `id` finds `id` and `w:id`; `:id` finds only one
 * with a prefix, such as `r:id`.
 */
export function attributeOf(element: XmlElement | undefined, name: string): string | undefined {
  if (!element) return undefined;
  const { attributes } = element;
  if (Object.hasOwn(attributes, name)) return attributes[name];
  const needsPrefix = name.startsWith(':');
  const key = Object.keys(attributes).find((each) =>
    needsPrefix ? each.endsWith(name) : localName(each) === name,
  );
  return key === undefined ? undefined : attributes[key];
}
