import { element } from '../../src/lib/page/element.ts';
import type { NetworkModel } from './network-model.ts';
import { createRoomSign } from './room-sign.ts';

/** Creates the line above the messages: the open room, and whether the bot is online. */
export function createChatHeader(model: NetworkModel) {
  const roomTitle = element('div', { class: 'room-title' });
  const presence = element('span', { class: 'presence', role: 'status' });

  function show(): void {
    const { room, state } = model;
    if (room === undefined) return;

    roomTitle.replaceChildren(
      createRoomSign(room),
      element('h2', {}, room.name),
      element('span', { class: 'about' }, describeRoom(model)),
    );

    const sentence = `${state.bot.name} is ${state.online ? 'online' : 'offline'}`;
    // Only a change is written, because screen readers announce every write.
    if (presence.textContent !== sentence) presence.textContent = sentence;
    presence.toggleAttribute('data-online', state.online);
  }

  return { element: element('header', { class: 'chat-header' }, roomTitle, presence), show };
}

/** The server, group or channel that the room belongs to, or the number of members. */
function describeRoom({ room, names, state }: NetworkModel): string {
  if (room?.kind === 'direct') return 'direct message';
  if (room?.parent !== undefined) return names.room(room.parent) ?? room.parent;
  return `${state.people.length} members`;
}
