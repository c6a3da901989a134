import type { ShownMessage } from '../local-network.ts';
import type { RoomState } from '../web/protocol.ts';
import { createAvatar } from './avatar.ts';
import { element } from './element.ts';
import { formatClockTime } from './format-clock-time.ts';
import { createIcon } from './icon.ts';
import type { NetworkModel } from './network-model.ts';
import { summariseMessage } from './summarise-message.ts';

/** The rooms of a network, under the servers and groups they belong to. */
export function createRoomList(model: NetworkModel, open: (roomId: string) => void) {
  const list = element('div', { class: 'rooms' });

  function show(): void {
    const focused = list.contains(document.activeElement)
      ? document.activeElement?.getAttribute('data-room-id')
      : null;
    list.replaceChildren(
      ...sections(model).flatMap(({ title, rooms }) => [heading(title), ...rooms.map(line)]),
    );
    if (typeof focused === 'string') {
      list
        .querySelector<HTMLElement>(`[data-room-id="${CSS.escape(focused)}"]`)
        ?.focus({ preventScroll: true });
    }
  }

  function line(room: RoomState): HTMLElement {
    const isUnread = model.unread.has(room.id);
    const last = room.history.at(-1);
    const made = element(
      'button',
      {
        type: 'button',
        class: 'room',
        'data-room-id': room.id,
        'data-kind': room.kind,
        'data-unread': isUnread,
        'aria-current': model.roomId === room.id ? 'true' : undefined,
      },
      sign(room),
      element(
        'span',
        { class: 'room-words' },
        element('span', { class: 'room-name' }, room.name),
        last === undefined ? undefined : element('span', { class: 'room-last' }, preview(last)),
      ),
      last === undefined
        ? undefined
        : element('time', { class: 'room-time' }, formatClockTime(new Date(last.createdAt))),
      isUnread
        ? element('span', { class: 'unread', role: 'img', 'aria-label': 'unread' })
        : undefined,
    );
    made.addEventListener('click', () => open(room.id));
    return made;
  }

  function preview(message: ShownMessage): string {
    return model.isOwn(message)
      ? `You: ${summariseMessage(message, model)}`
      : summariseMessage(message, model);
  }

  return { element: list, show };
}

function heading(title: string | undefined): Node {
  return title === undefined
    ? document.createDocumentFragment()
    : element('div', { class: 'room-section' }, title);
}

function sign(room: RoomState): Node {
  if (room.kind === 'channel')
    return element('span', { class: 'room-sign', 'aria-hidden': 'true' }, '#');
  if (room.kind === 'thread') return createIcon('thread');
  return createAvatar(room);
}

interface Section {
  readonly title: string | undefined;
  readonly rooms: readonly RoomState[];
}

/** A room whose parent is a room stands under it; any other parent (a server, a group) is a section's title. */
function sections({ state: { name, rooms } }: NetworkModel): Section[] {
  const isRoom = (parent: string | undefined) =>
    rooms.some((room) => room.id === parent || room.name === parent);
  const top = rooms.filter((room) => !isRoom(room.parent));
  const titleOf = (room: RoomState) =>
    room.kind === 'direct' && name === 'discord' ? 'Direct messages' : room.parent;
  const titles = new Set(top.map(titleOf));
  return [...titles].map((title) => ({
    title,
    rooms: top
      .filter((room) => titleOf(room) === title)
      .flatMap((room) => [room, ...rooms.filter((one) => one !== room && isUnder(one, room))]),
  }));
}

function isUnder(room: RoomState, parent: RoomState): boolean {
  return room.parent === parent.id || room.parent === parent.name;
}
