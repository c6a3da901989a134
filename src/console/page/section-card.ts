import { element } from '../../lib/page/element.ts';

/** A part of a section, with a heading and content that is replaced as a whole. */
export function createSectionCard(title: string, options: { readonly class?: string } = {}) {
  const content = element('div', { class: 'content' });
  const heading = element('h3', {}, title);
  return {
    element: element(
      'section',
      { class: `card ${options.class ?? ''}`.trim(), 'aria-label': title },
      heading,
      content,
    ),
    show: (...children: readonly Node[]) => content.replaceChildren(...children),
  };
}
