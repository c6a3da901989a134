import { element } from '../../src/lib/page/element.ts';
import { createIcon, type IconName } from './icon.ts';

/** An entry of a menu. */
export interface MenuEntry {
  readonly label: string;
  readonly icon: IconName;
  readonly action: string;
  readonly onChoose: () => void;
}

const MARGIN = 8;

/**
 * Shows a menu beside a button until the person chooses or looks elsewhere. `extra` stands above
 * the entries.
 */
export function showMenu(
  anchor: HTMLElement,
  entries: readonly MenuEntry[],
  extra?: (close: () => void) => HTMLElement,
): void {
  const close = () => menu.hidePopover();
  const menu = element(
    'div',
    { class: 'menu', role: 'menu', popover: 'auto' },
    extra?.(close),
    ...entries.map(({ label, icon, action, onChoose }) => {
      const attributes = { type: 'button', role: 'menuitem', 'data-menu': action };
      const entry = element('button', attributes, createIcon(icon), element('span', {}, label));
      entry.addEventListener('click', () => {
        close();
        onChoose();
      });
      return entry;
    }),
  );
  menu.addEventListener('toggle', ({ newState }) => {
    if (newState === 'closed') menu.remove();
  });

  // The colours come from the network around it. A popover is above everything wherever it stands.
  (anchor.closest('.network') ?? document.body).append(menu);
  menu.showPopover();
  positionBeside(menu, anchor.getBoundingClientRect());
  menu.querySelector('button')?.focus();
}

/** Above the button, or under it where there is no room; always inside the window. */
function positionBeside(menu: HTMLElement, anchor: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const above = anchor.top - height - 4;
  const top = above >= MARGIN ? above : Math.min(anchor.bottom + 4, innerHeight - height - MARGIN);
  const left = Math.min(Math.max(MARGIN, anchor.right - width), innerWidth - width - MARGIN);
  menu.style.top = `${Math.max(MARGIN, top)}px`;
  menu.style.left = `${left}px`;
}
