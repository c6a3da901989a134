import { element } from '../../src/lib/page/element.ts';
import type { ShownMessage } from '../local-network.ts';
import type { RoomState } from '../web/protocol.ts';
import { formatClockTime } from './format-clock-time.ts';
import type { NetworkModel } from './network-model.ts';
import { createRoomSign } from './room-sign.ts';
import { summariseMessage } from './summarise-message.ts';

/** Creates the list of rooms, under the servers and groups that they belong to. */
export function createRoomList(model: NetworkModel, onOpen: (roomId: string) => void) {
  const list = element('div', { class: 'rooms' });

  function show(): void {
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    const focusedRoomId = focused?.getAttribute('data-room-id') ?? undefined;
    const lines = groupRooms(model).flatMap(({ title, rooms }) => [
      createHeading(title),
      ...rooms.map(createLine),
    ]);
    list.replaceChildren(...lines);
    if (focusedRoomId !== undefined) focusRoom(focusedRoomId);
  }

  function focusRoom(roomId: string): void {
    const line = list.querySelector<HTMLElement>(`[data-room-id="${CSS.escape(roomId)}"]`);
    line?.focus({ preventScroll: true });
  }

  function createLine(room: RoomState): HTMLElement {
    const isUnread = model.unread.has(room.id);
    const last = room.history.at(-1);
    const line = element(
      'button',
      {
        type: 'button',
        class: 'room',
        'data-room-id': room.id,
        'data-kind': room.kind,
        'data-unread': isUnread,
        'aria-current': model.roomId === room.id ? 'true' : undefined,
      },
      createRoomSign(room),
      element(
        'span',
        { class: 'room-words' },
        element('span', { class: 'room-name' }, room.name),
        last === undefined
          ? undefined
          : element('span', { class: 'room-last' }, previewMessage(last)),
      ),
      last === undefined
        ? undefined
        : element('time', { class: 'room-time' }, formatClockTime(new Date(last.createdAt))),
      isUnread
        ? element('span', { class: 'unread', role: 'img', 'aria-label': 'unread' })
        : undefined,
    );
    line.addEventListener('click', () => onOpen(room.id));
    return line;
  }

  function previewMessage(message: ShownMessage): string {
    const summary = summariseMessage(message, model);
    return model.isOwn(message) ? `You: ${summary}` : summary;
  }

  return { element: list, show };
}

function createHeading(title: string | undefined): Node {
  return title === undefined
    ? document.createDocumentFragment()
    : element('div', { class: 'room-section' }, title);
}

interface Section {
  readonly title: string | undefined;
  readonly rooms: readonly RoomState[];
}

/**
 * Groups the rooms. A room whose parent is a room is listed under it; any other parent (a server, a
 * group) is the title of a section.
 */
function groupRooms({ state: { name, rooms } }: NetworkModel): Section[] {
  const isRoom = (parent: string | undefined) =>
    rooms.some((room) => room.id === parent || room.name === parent);
  const topRooms = rooms.filter((room) => !isRoom(room.parent));
  const titleOf = (room: RoomState) =>
    room.kind === 'direct' && name === 'discord' ? 'Direct messages' : room.parent;
  const titles = new Set(topRooms.map(titleOf));
  return [...titles].map((title) => ({
    title,
    rooms: topRooms
      .filter((room) => titleOf(room) === title)
      .flatMap((room) => [
        room,
        ...rooms.filter((other) => other !== room && isUnder(other, room)),
      ]),
  }));
}

function isUnder(room: RoomState, parent: RoomState): boolean {
  return room.parent === parent.id || room.parent === parent.name;
}
