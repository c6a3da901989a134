import { element } from './element.ts';
import type { NetworkModel } from './network-model.ts';
import { type Suggestion, type Suggestions, suggest } from './suggest.ts';

/** The list above the message box: commands after a slash, values of their options, people after an `@`. */
export function createSuggestionList(box: HTMLTextAreaElement, model: NetworkModel) {
  const id = `${model.state.name}-suggestions`;
  const title = element('div', { class: 'suggestions-title' });
  const list = element('ul', { id, role: 'listbox', 'aria-label': 'Suggestions' });
  const panel = element('div', { class: 'suggestions', hidden: true }, title, list);
  box.setAttribute('aria-autocomplete', 'list');
  box.setAttribute('aria-controls', id);
  let current: Suggestions | undefined;
  let chosen = -1;
  let asked = 0;

  async function refresh(): Promise<void> {
    asked += 1;
    const question = asked;
    const answer = await suggest(box.value.slice(0, box.selectionStart), model).catch(
      () => undefined,
    );
    // Typing goes on while a network thinks about values.
    if (question !== asked) return;
    current = answer;
    choose(answer?.isCertain === true && answer.items.length > 0 ? 0 : -1);
  }

  function choose(index: number): void {
    chosen = index;
    const items = current?.items ?? [];
    title.textContent = current?.title ?? '';
    list.replaceChildren(...items.map((item, place) => line(item, place)));
    panel.hidden = current === undefined;
    if (chosen === -1) box.removeAttribute('aria-activedescendant');
    else box.setAttribute('aria-activedescendant', `${id}-${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  function line(item: Suggestion, place: number): HTMLElement {
    const made = element(
      'li',
      {
        id: `${id}-${place}`,
        role: 'option',
        'aria-selected': place === chosen ? 'true' : 'false',
      },
      element('span', { class: 'suggestion-label' }, item.label),
      element('span', { class: 'suggestion-hint' }, item.hint),
    );
    // Not `click`: the box must keep the focus.
    made.addEventListener('mousedown', (event) => {
      event.preventDefault();
      take(item);
    });
    return made;
  }

  function take(item: Suggestion): void {
    box.setRangeText(item.text, 0, box.selectionStart, 'end');
    // At once: the next Enter may come before the network has said what could follow.
    close();
    void refresh();
  }

  function close(): void {
    asked += 1;
    current = undefined;
    choose(-1);
  }

  /** True when the key was for the list. */
  function handleKey(key: string): boolean {
    if (current === undefined) return false;
    if (key === 'Escape') {
      close();
      return true;
    }
    return handleListKey(key, current.items);
  }

  function handleListKey(key: string, items: readonly Suggestion[]): boolean {
    const next = moved(key, chosen, items.length);
    const item = next === undefined ? items[picked(key, chosen)] : undefined;
    if (next !== undefined) choose(next);
    if (item !== undefined) take(item);
    return next !== undefined || item !== undefined;
  }

  box.addEventListener('input', () => {
    choose(-1);
    void refresh();
  });
  box.addEventListener('blur', close);
  return { element: panel, handleKey, close };
}

/** Where an arrow key leads, round and round; `undefined`: it is none. */
function moved(key: string, chosen: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'ArrowDown') return (chosen + 1) % count;
  return key === 'ArrowUp' ? (chosen <= 0 ? count : chosen) - 1 : undefined;
}

/** Which line a key takes, -1 for none. Tab takes the first one unasked. */
function picked(key: string, chosen: number): number {
  if (key === 'Tab') return Math.max(chosen, 0);
  return key === 'Enter' ? chosen : -1;
}
