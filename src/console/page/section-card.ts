import { element } from '../../lib/page/element.ts';

/** A part of a section, with a heading and content that is replaced as a whole. */
export function createSectionCard(title: string, options: { readonly class?: string } = {}) {
  const content = element('div', { class: 'content' });
  const heading = element('h3', { tabindex: '-1' }, title);

  /** The focus stays on the button of the same name, or else near it: what the button was about may be gone. */
  function show(...children: readonly Node[]): void {
    const focused = content.contains(document.activeElement) ? document.activeElement : null;
    content.replaceChildren(...children);
    if (!focused) return;
    const name = focused.getAttribute('aria-label');
    const buttons = [...content.querySelectorAll('button')];
    const same = buttons.find((each) => each.getAttribute('aria-label') === name);
    const nearest = heading.checkVisibility() ? heading : document.querySelector('main');
    (same ?? nearest)?.focus();
  }

  return {
    element: element(
      'section',
      { class: `card ${options.class ?? ''}`.trim(), 'aria-label': title },
      heading,
      content,
    ),
    show,
  };
}
