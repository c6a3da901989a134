import { createAvatar } from './avatar.ts';
import { element } from './element.ts';
import { createIcon } from './icon.ts';
import type { NetworkModel } from './network-model.ts';

/** Above the messages: where one is, and whether the bot is there. */
export function createChatHeader(model: NetworkModel) {
  const place = element('div', { class: 'place' });
  const presence = element('span', { class: 'presence', role: 'status' });

  function show(): void {
    const { room, state } = model;
    if (room === undefined) return;
    const sign =
      room.kind === 'channel'
        ? element('span', { class: 'room-sign', 'aria-hidden': 'true' }, '#')
        : room.kind === 'thread'
          ? createIcon('thread')
          : createAvatar(room);
    const people = state.people.length;
    const about =
      room.kind === 'direct' ? 'direct message' : (parentName(model) ?? `${people} members`);
    place.replaceChildren(
      sign,
      element('h2', {}, room.name),
      element('span', { class: 'about' }, about),
    );
    const words = `${state.bot.name} is ${state.online ? 'online' : 'offline'}`;
    if (presence.textContent !== words) presence.textContent = words;
    presence.toggleAttribute('data-online', state.online);
  }

  return { element: element('header', { class: 'chat-header' }, place, presence), show };
}

function parentName({ room, names }: NetworkModel): string | undefined {
  return room?.parent === undefined ? undefined : (names.room(room.parent) ?? room.parent);
}
