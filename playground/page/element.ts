type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string | undefined;

/**
 * Creates an element. Every text of people and bots reaches the page through this function, and
 * nothing in the page parses markup. An attribute that is `false` or `undefined` is left out;
 * `true` becomes an empty attribute.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      created.setAttribute(name, value === true ? '' : String(value));
  }
  created.append(...children.filter((child) => child !== undefined));
  return created;
}

/** Creates a button that shows a picture or a word. Screen readers say its `label`. */
export function button(
  label: string,
  attributes: Attributes,
  onClick: () => void,
  ...children: readonly Child[]
): HTMLButtonElement {
  const created = element(
    'button',
    { type: 'button', 'aria-label': label, ...attributes },
    ...children,
  );
  created.addEventListener('click', onClick);
  return created;
}
