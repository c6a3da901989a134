import type { ShownMessage } from '../local-network.ts';
import { element } from './element.ts';
import { formatSize } from './format-size.ts';
import { createIcon } from './icon.ts';
import type { ReplyTimes } from './measure-reply.ts';
import type { MessageActions, MessageParts } from './message-parts.ts';

/** What stands under a message: its buttons, who sees it, how long it took. */
export function createMessageExtras(
  { message, times }: MessageParts,
  actions: MessageActions,
): HTMLElement[] {
  return [
    ...(message.buttons.length === 0 ? [] : [buttonRows(message, actions)]),
    ...(message.onlyYou ? [onlyYouLine(message, actions)] : []),
    ...(times === undefined ? [] : [timesLine(times)]),
  ];
}

/** A file of a message, to be downloaded. */
export function createFileChip(
  network: string,
  { id, roomId, files }: ShownMessage,
  index: number,
): HTMLElement {
  const { name = '', bytes = 0 } = files[index] ?? {};
  const asked = new URLSearchParams({ network, room: roomId, message: id, index: `${index}` });
  return element(
    'a',
    { class: 'file', 'data-file': name, href: `/api/file?${asked}`, download: name },
    createIcon('file'),
    element('span', { class: 'file-name' }, name),
    element('span', { class: 'file-size' }, formatSize(bytes)),
  );
}

function buttonRows(message: ShownMessage, actions: MessageActions): HTMLElement {
  const rows = message.buttons.map((row) =>
    element('div', { class: 'button-row' }, ...row.map((one) => pressable(message, one, actions))),
  );
  return element('div', { class: 'buttons' }, ...rows);
}

function pressable(
  message: ShownMessage,
  { id, label, style }: { readonly id: string; readonly label: string; readonly style?: string },
  actions: MessageActions,
): HTMLButtonElement {
  const made = element(
    'button',
    { type: 'button', 'data-button-id': id, 'data-style': style },
    label,
  );
  made.addEventListener('click', async () => {
    made.setAttribute('aria-busy', 'true');
    await actions.press(message, id);
    made.removeAttribute('aria-busy');
  });
  return made;
}

function onlyYouLine(message: ShownMessage, actions: MessageActions): HTMLElement {
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

function timesLine({ edits, firstMs, finalMs }: ReplyTimes): HTMLElement {
  const figure = (value: string) => element('b', {}, value);
  return element(
    'div',
    {
      class: 'times',
      'data-times': true,
      'data-edits': edits,
      'data-first-ms': firstMs,
      'data-final-ms': finalMs,
    },
    element('span', {}, 'first words ', figure(seconds(firstMs))),
    element('span', {}, 'final ', figure(seconds(finalMs))),
    element('span', {}, figure(String(edits)), edits === 1 ? ' edit' : ' edits'),
  );
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
