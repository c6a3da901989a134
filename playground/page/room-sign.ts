import type { Room } from '../local-network.ts';
import { createAvatar } from './avatar.ts';
import { element } from './element.ts';
import { createIcon } from './icon.ts';

/**
 * Creates the picture before a room's name: a # for a channel, an icon for a thread, else initials.
 */
export function createRoomSign(room: Room): Element {
  if (room.kind === 'channel')
    return element('span', { class: 'room-sign', 'aria-hidden': 'true' }, '#');
  return room.kind === 'thread' ? createIcon('thread') : createAvatar(room);
}
