import type { ShownMessage } from '../local-network.ts';
import { element } from './element.ts';
import { formatSize } from './format-size.ts';
import { createIcon } from './icon.ts';
import type { ReplyTimes } from './measure-reply.ts';
import type { MessageActions, MessageParts } from './message-parts.ts';

/**
 * Creates the lines under a message: its buttons, whether only the viewer sees it, and the times of
 * the reply.
 */
export function createMessageExtras(
  { message, times }: MessageParts,
  actions: MessageActions,
): HTMLElement[] {
  const extras: HTMLElement[] = [];
  if (message.buttons.length > 0) extras.push(createButtonRows(message, actions));
  if (message.onlyYou) extras.push(createOnlyYouLine(message, actions));
  if (times !== undefined) extras.push(createTimesLine(times));
  return extras;
}

/** Creates the link that downloads a file of a message. */
export function createFileChip(
  network: string,
  { id, roomId, files }: ShownMessage,
  index: number,
): HTMLElement {
  const { name = '', bytes = 0 } = files[index] ?? {};
  const query = new URLSearchParams({ network, room: roomId, message: id, index: `${index}` });
  return element(
    'a',
    { class: 'file', 'data-file': name, href: `/api/file?${query}`, download: name },
    createIcon('file'),
    element('span', { class: 'file-name' }, name),
    element('span', { class: 'file-size' }, formatSize(bytes)),
  );
}

function createButtonRows(message: ShownMessage, actions: MessageActions): HTMLElement {
  const rows = message.buttons.map((row) =>
    element(
      'div',
      { class: 'button-row' },
      ...row.map((button) => createMessageButton(message, button, actions)),
    ),
  );
  return element('div', { class: 'buttons' }, ...rows);
}

function createMessageButton(
  message: ShownMessage,
  { id, label, style }: { readonly id: string; readonly label: string; readonly style?: string },
  actions: MessageActions,
): HTMLButtonElement {
  const button = element(
    'button',
    { type: 'button', 'data-button-id': id, 'data-style': style },
    label,
  );
  button.addEventListener('click', async () => {
    button.setAttribute('aria-busy', 'true');
    await actions.press(message, id);
    button.removeAttribute('aria-busy');
  });
  return button;
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
    element('span', {}, 'final ', bold(formatSeconds(finalMs))),
    element('span', {}, bold(String(edits)), edits === 1 ? ' edit' : ' edits'),
  );
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
