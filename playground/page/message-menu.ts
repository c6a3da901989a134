import { button, element } from '../../src/lib/page/element.ts';
import type { ShownMessage } from '../local-network.ts';
import { askForm } from './ask-form.ts';
import type { MessageActions } from './message-parts.ts';
import type { NetworkModel } from './network-model.ts';
import { canOpenThread } from './plus-menu.ts';
import { type MenuEntry, showMenu } from './show-menu.ts';

/** The commands of Parley that act on the message that they reply to. */
const REPLY_COMMANDS = ['why', 'pin', 'forget'];
const EMOJI = ['👍', '❤', '😁', '🔥', '🤔', '👀'];

/** True where the style sheet leaves only the button of the menu. */
function isTouched(): boolean {
  return matchMedia('(hover: none)').matches;
}

/** Shows the menu of a message beside `anchor`. */
export function showMessageMenu(
  anchor: HTMLElement,
  message: ShownMessage,
  model: NetworkModel,
  actions: MessageActions,
): void {
  const selected = readSelection(message);
  const { link } = message;
  const isOwn = model.isOwn(message);
  const tool = (action: 'reply' | 'edit' | 'remove', label: string): MenuEntry => ({
    label,
    icon: action,
    action: `tool-${action}`,
    onChoose: () => actions[action](message),
  });
  const entries: (MenuEntry | undefined)[] = [
    // A finger has no room for them beside the message.
    ...(isTouched() ? [tool('reply', 'Reply')] : []),
    ...(isTouched() && isOwn ? [tool('edit', 'Edit')] : []),
    ...(isTouched() && (isOwn || message.author.isBot) ? [tool('remove', 'Delete')] : []),
    selected === ''
      ? undefined
      : {
          label: 'Quote the selection',
          icon: 'quote',
          action: 'quote',
          onChoose: () => actions.quote(message, selected),
        },
    {
      label: 'Forward …',
      icon: 'forward',
      action: 'forward',
      onChoose: () => void askForward(message, model, actions),
    },
    model.state.name === 'telegram'
      ? {
          label: 'Reply in another chat …',
          icon: 'reply',
          action: 'reply-elsewhere',
          onChoose: () => void askRoomForReply(message, model, actions),
        }
      : undefined,
    model.state.name === 'discord' && canOpenThread(model) && message.threadId === undefined
      ? {
          label: 'Open a thread …',
          icon: 'thread',
          action: 'thread',
          onChoose: () => actions.openThread(message),
        }
      : undefined,
    ...listCommandEntries(message, model, actions),
    link === undefined
      ? undefined
      : {
          label: 'Copy the link',
          icon: 'link',
          action: 'link',
          onChoose: () => actions.copy(link),
        },
  ];
  showMenu(
    anchor,
    entries.filter((entry) => entry !== undefined),
    (close) => createEmojiRow(message, model, actions, close),
  );
}

/**
 * The bot's commands for one message, as the network's app offers them: under Apps on Discord, as a
 * reply on Telegram.
 */
function listCommandEntries(
  message: ShownMessage,
  { state, room }: NetworkModel,
  actions: MessageActions,
): MenuEntry[] {
  const offered = new Set(room?.commands.map(({ name }) => name));
  const names =
    state.name === 'discord'
      ? (room?.messageCommands ?? [])
      : REPLY_COMMANDS.filter((name) => offered.has(name));
  return names.map((name) => ({
    label: state.name === 'discord' ? `Apps › ${name}` : `Reply with /${name}`,
    icon: 'app',
    action: `command-${name}`,
    onChoose: () => actions.runOn(message, name),
  }));
}

function createEmojiRow(
  message: ShownMessage,
  { state }: NetworkModel,
  actions: MessageActions,
  close: () => void,
): HTMLElement {
  const buttons = EMOJI.map((emoji) => {
    const reaction = message.reactions?.find((each) => each.emoji === emoji);
    const isOwn = reaction?.userIds.includes(state.viewerId) ?? false;
    const react = () => {
      close();
      actions.react(message, emoji, isOwn);
    };
    return button(`React with ${emoji}`, { 'data-emoji': emoji, 'data-own': isOwn }, react, emoji);
  });
  return element('div', { class: 'menu-row' }, ...buttons);
}

/** The part of the message's text that is selected. */
function readSelection({ id, text }: ShownMessage): string {
  const selection = getSelection();
  const node = selection?.anchorNode ?? null;
  const holder = node instanceof Element ? node : node?.parentElement;
  const messageId = holder?.closest('[data-message-id]')?.getAttribute('data-message-id');
  const selected = selection?.toString().trim() ?? '';
  return messageId === id && text.includes(selected) ? selected : '';
}

async function askForward(
  message: ShownMessage,
  model: NetworkModel,
  actions: MessageActions,
): Promise<void> {
  const values = await askForm(
    'Forward',
    [
      { name: 'room', label: 'To', kind: 'select', options: listRooms(model), isRequired: true },
      { name: 'text', label: 'Add a message' },
    ],
    'Forward',
  );
  if (values?.room !== undefined) actions.forward(message, values.room, values.text ?? '');
}

async function askRoomForReply(
  message: ShownMessage,
  model: NetworkModel,
  actions: MessageActions,
): Promise<void> {
  const field = { name: 'room', label: 'Chat', kind: 'select', options: listRooms(model) } as const;
  const values = await askForm('Reply in another chat', [field], 'Choose');
  if (values?.room !== undefined) actions.replyElsewhere(message, values.room);
}

function listRooms({ state, names }: NetworkModel) {
  return state.rooms
    .filter(({ kind }) => kind !== 'forum')
    .map(({ id, name, parent }) => {
      const parentName = parent === undefined ? undefined : (names.room(parent) ?? parent);
      return { value: id, label: parentName === undefined ? name : `${parentName} / ${name}` };
    });
}
