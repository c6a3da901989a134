import type { Change } from '../local-network.ts';

/** True for a change in a group. Each bot has private chats of its own. */
export function isInGroup(change: Change): boolean {
  if (change.kind === 'commands' || change.kind === 'online') return false;
  const roomId = 'message' in change ? change.message.roomId : 'roomId' in change && change.roomId;
  return typeof roomId === 'string' && roomId.startsWith('-');
}
