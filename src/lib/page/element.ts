type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
export type Child = Node | string | undefined;

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

/**
 * Creates an element. Every text that comes from outside reaches a page through this function, and nothing in a
 * page parses markup. An attribute that is `false` or `undefined` is left out; `true` becomes an empty one.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  return fill(document.createElement(tag), attributes, children);
}

/** As `element`, for the parts of a drawing. */
export function drawing<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  return fill(document.createElementNS(SVG_NAMESPACE, tag), attributes, children);
}

/** Creates a button that shows a picture or a word. Screen readers say its `label`. */
export function button(
  label: string,
  attributes: Attributes,
  onClick: () => void,
  ...children: readonly Child[]
): HTMLButtonElement {
  return pressable({ 'aria-label': label, ...attributes }, onClick, children);
}

/** Creates a button that shows its label. */
export function textButton(
  label: string,
  attributes: Attributes,
  onClick: () => void,
): HTMLButtonElement {
  return pressable(attributes, onClick, [label]);
}

function pressable(
  attributes: Attributes,
  onClick: () => void,
  children: readonly Child[],
): HTMLButtonElement {
  const created = element('button', { type: 'button', ...attributes }, ...children);
  created.addEventListener('click', onClick);
  return created;
}

function fill<Created extends Element>(
  created: Created,
  attributes: Attributes,
  children: readonly Child[],
): Created {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      created.setAttribute(name, value === true ? '' : String(value));
  }
  created.append(...children.filter((child) => child !== undefined));
  return created;
}
