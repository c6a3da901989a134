import { element } from './element.ts';
import type { MessageActions } from './message-parts.ts';
import { createMessageView } from './message-view.ts';
import { messageKey, type NetworkModel } from './network-model.ts';

const GROUP_MS = 5 * 60_000;
const NEAR_BOTTOM_PIXELS = 60;

/** The messages of the open room. Keeps the elements of messages that did not change, so that focus and selection stay. */
export function createMessageList(model: NetworkModel, actions: Omit<MessageActions, 'jump'>) {
  const list = element('div', {
    class: 'messages',
    role: 'log',
    'aria-label': 'Messages',
    tabindex: 0,
  });
  let shown = new Map<string, { looks: string; item: HTMLElement }>();
  let shownRoom = '';

  const jump = (messageId: string) => {
    const item = list.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(messageId)}"]`);
    item?.scrollIntoView({ block: 'center' });
    item?.classList.remove('flash');
    requestAnimationFrame(() => item?.classList.add('flash'));
  };

  function show(): void {
    const wasAtBottom = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_BOTTOM_PIXELS;
    const isNewRoom = shownRoom !== model.roomId;
    shownRoom = model.roomId;
    list.dataset.kind = model.room?.kind;
    const next: typeof shown = new Map();
    const messages = model.messages;
    messages.forEach((message, index) => {
      const before = messages[index - 1];
      const isGrouped =
        before?.author.id === message.author.id &&
        message.createdAt - before.createdAt < GROUP_MS &&
        message.replyTo === undefined &&
        message.usedCommand === undefined &&
        before.onlyYou === message.onlyYou;
      const quoted = messages.find((one) => one.id === message.replyTo);
      const parts = {
        message,
        isGrouped,
        quoted,
        times: model.times(message),
        isOwn: model.isOwn(message),
      };
      const looks = JSON.stringify(parts);
      const old = shown.get(messageKey(message));
      const item =
        old?.looks === looks ? old.item : createMessageView(parts, model, { ...actions, jump });
      if (old !== undefined && old.item !== item) replaceKeepingFocus(old.item, item);
      next.set(messageKey(message), { looks, item });
    });
    place([...next.values()].map(({ item }) => item));
    const newest = messages.at(-1);
    const hasSpoken = newest !== undefined && model.isOwn(newest) && !shown.has(messageKey(newest));
    shown = next;
    if (wasAtBottom || isNewRoom || hasSpoken) list.scrollTop = list.scrollHeight;
  }

  /** Moves only what is not in its place: an element that is taken out loses focus. */
  function place(items: readonly HTMLElement[]): void {
    const wanted = new Set<Element>(items);
    for (const item of [...list.children]) if (!wanted.has(item)) item.remove();
    items.forEach((item, index) => {
      if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
    });
  }

  return { element: list, show };
}

/** An edit arrives while somebody is about to press a button under the message. */
function replaceKeepingFocus(old: HTMLElement, fresh: HTMLElement): void {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const label = focused?.getAttribute('aria-label') ?? focused?.textContent;
  old.replaceWith(fresh);
  if (focused === null) return;
  const same = [...fresh.querySelectorAll('button')].find(
    (button) => (button.getAttribute('aria-label') ?? button.textContent) === label,
  );
  same?.focus({ preventScroll: true });
}
