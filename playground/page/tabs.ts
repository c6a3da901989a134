import { element } from '../../src/lib/page/element.ts';
import type { createNetworkView } from './network-view.ts';

const TITLES = { discord: 'Discord', telegram: 'Telegram' };

/**
 * Creates the tabs of the networks. On narrow screens they show one network at a time; the style
 * sheet hides them on wide screens.
 */
export function createTabs(bar: Element | null) {
  let openName: string | undefined;

  function show(
    views: ReadonlyMap<keyof typeof TITLES, ReturnType<typeof createNetworkView>>,
  ): void {
    openName ??= views.keys().next().value;
    const tabs = [...views].map(([name, view]) => {
      const tab = element(
        'button',
        {
          type: 'button',
          'data-tab': name,
          'aria-pressed': name === openName ? 'true' : 'false',
          'data-unread': view.model.unread.size > 0,
        },
        TITLES[name],
      );
      tab.addEventListener('click', () => {
        openName = name;
        view.model.openRoom(view.model.roomId);
        view.show();
        show(views);
      });
      view.element.toggleAttribute('data-behind', name !== openName);
      return tab;
    });
    const focused = bar?.contains(document.activeElement)
      ? document.activeElement?.getAttribute('data-tab')
      : undefined;
    bar?.replaceChildren(...tabs);
    tabs.find((tab) => tab.dataset.tab === focused)?.focus();
  }

  return { show };
}
