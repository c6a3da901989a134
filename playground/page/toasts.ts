import { element } from '../../src/lib/page/element.ts';

const SHOWN_MS = 6000;
const MAX_TOASTS = 4;

/** Creates the area of toasts: short sentences that go away by themselves. */
export function createToasts() {
  const area = element('div', { class: 'toasts', role: 'status' });
  return {
    element: area,
    show(text: string): void {
      // A network may announce a failure and also refuse the request that failed.
      if ([...area.children].some((shown) => shown.textContent === text)) return;
      const toast = element('div', { class: 'toast', 'data-toast': true }, text);
      area.append(toast);
      while (area.children.length > MAX_TOASTS) area.firstElementChild?.remove();
      setTimeout(() => toast.remove(), SHOWN_MS);
    },
  };
}
