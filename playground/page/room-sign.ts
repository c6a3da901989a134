import { element } from '../../src/lib/page/element.ts';
import type { Room } from '../local-network.ts';
import { createAvatar } from './avatar.ts';
import { createIcon } from './icon.ts';

/**
 * Creates the picture before a room's name: a # for a channel of a server, an icon for a thread or
 * a forum, else initials.
 */
export function createRoomSign(room: Room): Element {
  if (room.kind === 'channel' && room.parent !== undefined)
    return element('span', { class: 'room-sign', 'aria-hidden': 'true' }, '#');
  if (room.kind === 'forum') return createIcon('forum');
  return room.kind === 'thread' ? createIcon('thread') : createAvatar(room);
}
