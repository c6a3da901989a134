type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string | undefined;

/**
 * Makes an element. Everything that people or bots wrote reaches the page through here, as text: nothing in the page
 * parses markup. An attribute that is `false` or `undefined` is left out, `true` is an empty one.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A button that shows a picture or a word, and says `label` to those who do not see it. */
export function button(
  label: string,
  attributes: Attributes,
  act: () => void,
  ...children: readonly Child[]
): HTMLButtonElement {
  const made = element(
    'button',
    { type: 'button', 'aria-label': label, ...attributes },
    ...children,
  );
  made.addEventListener('click', act);
  return made;
}
