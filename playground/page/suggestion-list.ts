import { element } from '../../src/lib/page/element.ts';
import type { NetworkModel } from './network-model.ts';
import { type Suggestion, type Suggestions, suggest } from './suggest.ts';

/**
 * Creates the list above the message box: commands after a slash, the values of their options, and
 * people after an `@`.
 */
export function createSuggestionList(box: HTMLTextAreaElement, model: NetworkModel) {
  const id = `${model.state.name}-suggestions`;
  const title = element('div', { class: 'suggestions-title' });
  const list = element('ul', { id, role: 'listbox', 'aria-label': 'Suggestions' });
  const panel = element('div', { class: 'suggestions', hidden: true }, title, list);
  box.setAttribute('aria-autocomplete', 'list');
  box.setAttribute('aria-controls', id);
  let current: Suggestions | undefined;
  /** The index of the chosen suggestion, or -1. */
  let chosen = -1;
  /** Counts the requests, so that only the newest one's answer is shown. */
  let requests = 0;

  async function refresh(): Promise<void> {
    requests += 1;
    const requestNumber = requests;
    const typed = box.value.slice(0, box.selectionStart);
    const suggestions = await suggest(typed, model).catch(() => undefined);
    // The person may have typed more while the network looked for values.
    if (requestNumber !== requests) return;

    current = suggestions;
    const isFirstChosen = suggestions?.isCertain === true && suggestions.items.length > 0;
    choose(isFirstChosen ? 0 : -1);
  }

  function choose(index: number): void {
    chosen = index;
    const items = current?.items ?? [];
    title.textContent = current?.title ?? '';
    list.replaceChildren(...items.map((item, itemIndex) => createLine(item, itemIndex)));
    panel.hidden = current === undefined;
    if (chosen === -1) box.removeAttribute('aria-activedescendant');
    else box.setAttribute('aria-activedescendant', `${id}-${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  function createLine(item: Suggestion, index: number): HTMLElement {
    const line = element(
      'li',
      {
        id: `${id}-${index}`,
        role: 'option',
        'aria-selected': index === chosen ? 'true' : 'false',
      },
      element('span', { class: 'suggestion-label' }, item.label),
      element('span', { class: 'suggestion-hint' }, item.hint),
    );
    // A `click` would come too late: the box must keep the focus.
    line.addEventListener('mousedown', (event) => {
      event.preventDefault();
      accept(item);
    });
    return line;
  }

  function accept(item: Suggestion): void {
    box.setRangeText(item.text, 0, box.selectionStart, 'end');
    // The list closes first, because the next Enter may come before the new suggestions.
    close();
    void refresh();
  }

  function close(): void {
    requests += 1;
    current = undefined;
    choose(-1);
  }

  /** Returns whether the key was for the list. */
  function handleKey(key: string): boolean {
    if (current === undefined) return false;
    if (key === 'Escape') {
      close();
      return true;
    }
    return handleListKey(key, current.items);
  }

  function handleListKey(key: string, items: readonly Suggestion[]): boolean {
    const next = moveChoice(key, chosen, items.length);
    const item = next === undefined ? items[findAccepted(key, chosen)] : undefined;
    if (next !== undefined) choose(next);
    if (item !== undefined) accept(item);
    return next !== undefined || item !== undefined;
  }

  box.addEventListener('input', () => {
    choose(-1);
    void refresh();
  });
  box.addEventListener('blur', close);
  return { element: panel, handleKey, close };
}

/**
 * The index that an arrow key leads to; after the last one comes the first. `undefined` for other
 * keys.
 */
function moveChoice(key: string, chosen: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'ArrowDown') return (chosen + 1) % count;
  if (key !== 'ArrowUp') return undefined;
  return chosen <= 0 ? count - 1 : chosen - 1;
}

/**
 * The index of the suggestion that a key accepts, or -1. Tab accepts the first one if none is
 * chosen.
 */
function findAccepted(key: string, chosen: number): number {
  if (key === 'Tab') return Math.max(chosen, 0);
  return key === 'Enter' ? chosen : -1;
}
