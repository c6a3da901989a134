import { element } from '../../src/lib/page/element.ts';
import type { ShownMessage } from '../local-network.ts';
import type { MessageActions, MessageParts } from './message-parts.ts';
import { createMessageView } from './message-view.ts';
import { messageKey, type NetworkModel } from './network-model.ts';

const GROUP_MS = 5 * 60_000;
const NEAR_BOTTOM_PIXELS = 60;

/** A message's element, and the JSON of the parts that it shows. */
interface ShownItem {
  readonly partsJson: string;
  readonly item: HTMLElement;
}

/**
 * Creates the list of the open room's messages. It keeps the elements of messages that did not
 * change, so that focus and selection stay.
 */
export function createMessageList(model: NetworkModel, actions: Omit<MessageActions, 'jump'>) {
  const list = element('div', {
    class: 'messages',
    role: 'log',
    'aria-label': 'Messages',
    tabindex: 0,
  });
  let shownItems = new Map<string, ShownItem>();
  let shownRoomId = '';
  let isAtBottom = true;
  const isNearEnd = () =>
    list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_BOTTOM_PIXELS;
  list.addEventListener('scroll', () => {
    isAtBottom = isNearEnd();
  });
  // The Trouble panel, or the keyboard of a phone, takes a part of the height.
  new ResizeObserver(() => {
    if (isAtBottom) list.scrollTop = list.scrollHeight;
  }).observe(list);

  function jump(messageId: string): void {
    const item = list.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(messageId)}"]`);
    item?.scrollIntoView({ block: 'center' });
    item?.classList.remove('flash');
    requestAnimationFrame(() => item?.classList.add('flash'));
  }

  function show(): void {
    const { messages, roomId, room } = model;
    const isNewRoom = shownRoomId !== roomId;
    const newest = messages.at(-1);
    const isOwnNew =
      newest !== undefined && model.isOwn(newest) && !shownItems.has(messageKey(newest));

    // The event of a scroll comes a frame later, perhaps after the next message.
    isAtBottom = isNearEnd();
    shownRoomId = roomId;
    list.dataset.kind = room?.kind;
    shownItems = new Map(
      messages.map((message, index) => {
        const parts = collectParts(messages, message, messages[index - 1]);
        return [messageKey(message), showMessage(parts)];
      }),
    );
    arrange([...shownItems.values()].map(({ item }) => item));
    if (isAtBottom || isNewRoom || isOwnNew) list.scrollTop = list.scrollHeight;
  }

  /** The element that is shown already if its parts are the same, else a new one in its place. */
  function showMessage(parts: MessageParts): ShownItem {
    const partsJson = JSON.stringify(parts);
    const shown = shownItems.get(messageKey(parts.message));
    if (shown?.partsJson === partsJson) return shown;

    const item = createMessageView(parts, model, { ...actions, jump });
    if (shown !== undefined) replaceKeepingFocus(shown.item, item);
    return { partsJson, item };
  }

  function collectParts(
    messages: readonly ShownMessage[],
    message: ShownMessage,
    previous: ShownMessage | undefined,
  ): MessageParts {
    return {
      message,
      isGrouped: isGrouped(message, previous),
      repliedMessage: messages.find(({ id }) => id === message.replyTo),
      times: model.measureTimes(message),
      isOwn: model.isOwn(message),
    };
  }

  /**
   * Moves only the items that are not in their place, because an element that is taken out loses
   * focus.
   */
  function arrange(items: readonly HTMLElement[]): void {
    const kept = new Set<Element>(items);
    for (const item of [...list.children]) if (!kept.has(item)) item.remove();
    items.forEach((item, index) => {
      const present = list.children[index];
      if (present !== item) list.insertBefore(item, present ?? null);
    });
  }

  return { element: list, show };
}

/** True when a message follows one of the same author so soon that the name is not repeated. */
function isGrouped(message: ShownMessage, previous: ShownMessage | undefined): boolean {
  return (
    previous?.author.id === message.author.id &&
    message.createdAt - previous.createdAt < GROUP_MS &&
    message.replyTo === undefined &&
    message.usedCommand === undefined &&
    message.isService === previous.isService &&
    previous.onlyYou === message.onlyYou
  );
}

/**
 * Keeps the focus on the same button, because an edit can arrive while the person is about to press
 * it.
 */
function replaceKeepingFocus(oldItem: HTMLElement, newItem: HTMLElement): void {
  const focused = oldItem.contains(document.activeElement) ? document.activeElement : null;
  oldItem.replaceWith(newItem);
  if (focused === null) return;

  const label = labelOf(focused);
  const buttons = [...newItem.querySelectorAll('button')];
  buttons.find((button) => labelOf(button) === label)?.focus({ preventScroll: true });
}

function labelOf(control: Element): string | null {
  return control.getAttribute('aria-label') ?? control.textContent;
}
