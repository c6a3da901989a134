import { button, element } from '../../src/lib/page/element.ts';
import type { TroubleGroup } from '../trouble/trouble.ts';
import type { ShownTrouble } from '../trouble/trouble-desk.ts';
import { createIcon } from './icon.ts';
import { requestTrouble } from './request-trouble.ts';

const TITLES: Readonly<Record<TroubleGroup, string>> = {
  discord: 'Discord',
  telegram: 'Telegram',
  model: 'The demo model',
  bot: 'The bot',
};

/**
 * Creates the panel of the troubles and the button that opens it. Closing the panel ends all of
 * them. `complain` shows a sentence.
 */
export function createTroublePanel(complain: (sentence: string) => void) {
  const groups = element('div', { class: 'trouble-groups' });
  const close = button(
    'Close the panel and end all trouble',
    { class: 'round trouble-close', title: 'Close, and end all trouble' },
    () => void setOpen(false),
    createIcon('close'),
  );
  const panel = element(
    'section',
    { class: 'trouble', hidden: true, 'aria-label': 'Trouble' },
    element(
      'p',
      { class: 'trouble-about' },
      'Break something, and see what the bot does. Closing this panel ends all trouble.',
    ),
    close,
    groups,
  );
  const opener = button(
    'Trouble',
    { class: 'trouble-opener', 'aria-expanded': 'false' },
    () => void setOpen(Boolean(panel.hidden)),
    'Trouble',
  );
  let troubles: readonly ShownTrouble[] = [];
  let shownJson = '';

  const attempt = (work: Promise<unknown>) =>
    work.catch((error: unknown) => complain(error instanceof Error ? error.message : `${error}`));

  async function setOpen(isOpen: boolean): Promise<void> {
    reveal(isOpen);
    if (!isOpen) await attempt(requestTrouble('end-all', {}));
  }

  function reveal(isOpen: boolean): void {
    panel.hidden = !isOpen;
    opener.setAttribute('aria-expanded', `${isOpen}`);
  }

  function show(next: readonly ShownTrouble[]): void {
    const json = JSON.stringify(next);
    if (json === shownJson) return;
    shownJson = json;
    const wasAnyActive = troubles.some(({ isActive }) => isActive);
    const isAnyActive = next.some(({ isActive }) => isActive);
    troubles = next;

    opener.hidden = troubles.length === 0;
    opener.toggleAttribute('data-active', isAnyActive);
    // What is broken must be seen, also by a page that was opened later. A panel that was closed
    // stays so while one trouble ends after the other.
    if (isAnyActive && !wasAnyActive) reveal(true);
    const focusedId = document.activeElement?.getAttribute('data-trouble') ?? undefined;
    groups.replaceChildren(...listGroups().map(createGroup));
    if (focusedId !== undefined)
      groups.querySelector<HTMLElement>(`[data-trouble="${CSS.escape(focusedId)}"]`)?.focus();
  }

  function listGroups(): readonly TroubleGroup[] {
    return [...new Set(troubles.map(({ group }) => group))];
  }

  function createGroup(group: TroubleGroup): HTMLElement {
    const rows = troubles.filter((trouble) => trouble.group === group).map(createRow);
    return element('div', { class: 'trouble-group' }, element('h2', {}, TITLES[group]), ...rows);
  }

  function createRow({ id, label, about, canLast, isActive }: ShownTrouble): HTMLElement {
    const pressed = canLast ? { 'aria-pressed': `${isActive}` } : { 'aria-busy': isActive };
    const toggle = button(
      label,
      { class: 'trouble-toggle', 'data-trouble': id, 'data-active': isActive, ...pressed },
      () => void attempt(requestTrouble('set', { id, isActive: !isActive })),
      label,
    );
    const words = element('span', { title: about }, about);
    return element('div', { class: 'trouble-row' }, toggle, words);
  }

  return { opener, panel, show };
}
