import { button, element } from '../../src/lib/page/element.ts';
import type { ShownMessage } from '../local-network.ts';
import type { ShownMenu } from '../shown-message.ts';
import { createIcon } from './icon.ts';
import type { ReplyTimes } from './measure-reply.ts';
import type { MessageActions, MessageParts } from './message-parts.ts';
import type { NetworkModel } from './network-model.ts';

/**
 * Creates the lines under a message: its reactions, its thread, its buttons, whether only the viewer
 * sees it, and the times of the reply.
 */
export function createMessageExtras(
  { message, times }: MessageParts,
  model: NetworkModel,
  actions: MessageActions,
): HTMLElement[] {
  const extras: HTMLElement[] = [];
  const { threadId } = message;
  if (message.reactions !== undefined) extras.push(createReactions(message, model, actions));
  if (threadId !== undefined) extras.push(createThreadLine(threadId, model, actions));
  if (message.buttons.length > 0) extras.push(createButtonRows(message, actions));
  for (const menu of message.menus ?? []) extras.push(createMenu(message, menu, actions));
  if (message.onlyYou) extras.push(createOnlyYouLine(message, actions));
  if (times !== undefined) extras.push(createTimesLine(times));
  return extras;
}

function createReactions(
  message: ShownMessage,
  { state }: NetworkModel,
  actions: MessageActions,
): HTMLElement {
  const nameOf = (id: string) => state.people.find((person) => person.id === id)?.name ?? id;
  const chips = (message.reactions ?? []).map(({ emoji, userIds }) => {
    const isOwn = userIds.includes(state.viewerId);
    const names = userIds.map(nameOf).join(', ');
    return button(
      `${emoji} by ${names}`,
      { class: 'reaction', 'data-reaction': emoji, 'data-own': isOwn, title: names },
      () => actions.react(message, emoji, isOwn),
      emoji,
      element('span', {}, `${userIds.length}`),
    );
  });
  return element('div', { class: 'reactions' }, ...chips);
}

function createThreadLine(
  threadId: string,
  { names }: NetworkModel,
  actions: MessageActions,
): HTMLElement {
  const name = names.room(threadId) ?? 'Thread';
  return button(
    `Open the thread ${name}`,
    { class: 'thread-line', 'data-thread': threadId },
    () => actions.openRoom(threadId),
    createIcon('thread'),
    name,
  );
}

function createButtonRows(message: ShownMessage, actions: MessageActions): HTMLElement {
  const rows = message.buttons.map((row) =>
    element(
      'div',
      { class: 'button-row' },
      ...row.map((shown) => createMessageButton(message, shown, actions)),
    ),
  );
  return element('div', { class: 'buttons' }, ...rows);
}

function createMessageButton(
  message: ShownMessage,
  { id, label, style }: { readonly id: string; readonly label: string; readonly style?: string },
  actions: MessageActions,
): HTMLButtonElement {
  const created = element(
    'button',
    { type: 'button', 'data-button-id': id, 'data-style': style },
    label,
  );
  created.addEventListener('click', async () => {
    created.setAttribute('aria-busy', 'true');
    await actions.press(message, id);
    created.removeAttribute('aria-busy');
  });
  return created;
}

/** A menu of which a person picks one entry. The pick goes to the bot at once, as on Discord. */
function createMenu(
  message: ShownMessage,
  { id, placeholder, entries }: ShownMenu,
  actions: MessageActions,
): HTMLElement {
  const select = element(
    'select',
    { class: 'message-select', 'data-menu-id': id, 'aria-label': placeholder || 'Menu' },
    element('option', { value: '', disabled: true, hidden: true }, placeholder || 'Choose …'),
    ...entries.map(({ value, label, description }) =>
      element('option', { value }, description ? `${label} · ${description}` : label),
    ),
  );
  const reset = () => {
    select.value = entries.find(({ isSelected }) => isSelected)?.value ?? '';
  };
  reset();
  select.addEventListener('change', async () => {
    select.setAttribute('aria-busy', 'true');
    await actions.press(message, id, [select.value]);
    select.removeAttribute('aria-busy');
    reset();
  });
  return element('div', { class: 'message-select-row' }, select);
}

function createOnlyYouLine(message: ShownMessage, actions: MessageActions): HTMLElement {
  const dismiss = element(
    'button',
    { type: 'button', class: 'link-button', 'data-action': 'dismiss' },
    'Dismiss message',
  );
  dismiss.addEventListener('click', () => actions.dismiss(message));
  return element(
    'div',
    { class: 'only-you' },
    createIcon('eye'),
    'Only you can see this · ',
    dismiss,
  );
}

function createTimesLine({ edits, firstMs, finalMs }: ReplyTimes): HTMLElement {
  const bold = (value: string) => element('b', {}, value);
  return element(
    'div',
    {
      class: 'times',
      'data-times': true,
      'data-edits': edits,
      'data-first-ms': firstMs,
      'data-final-ms': finalMs,
    },
    element('span', {}, 'first words ', bold(formatSeconds(firstMs))),
    finalMs === undefined
      ? element('span', {}, 'still growing')
      : element('span', {}, 'final ', bold(formatSeconds(finalMs))),
    element('span', {}, bold(String(edits)), edits === 1 ? ' edit' : ' edits'),
  );
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
