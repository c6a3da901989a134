import { element } from './element.ts';
import type { createNetworkView } from './network-view.ts';

const TITLES = { discord: 'Discord', telegram: 'Telegram' };

/** On narrow screens one network is shown at a time; the style sheet hides the tabs on wide ones. */
export function createTabs(bar: Element | null) {
  let open: string | undefined;

  function show(
    views: ReadonlyMap<keyof typeof TITLES, ReturnType<typeof createNetworkView>>,
  ): void {
    open ??= views.keys().next().value;
    const tabs = [...views].map(([name, view]) => {
      const tab = element(
        'button',
        {
          type: 'button',
          'data-tab': name,
          'aria-pressed': name === open ? 'true' : 'false',
          'data-unread': view.model.unread.size > 0,
        },
        TITLES[name],
      );
      tab.addEventListener('click', () => {
        open = name;
        view.model.openRoom(view.model.roomId);
        view.show();
        show(views);
      });
      view.element.toggleAttribute('data-behind', name !== open);
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
