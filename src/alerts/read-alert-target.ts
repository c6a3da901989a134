import type { Channel } from '../contracts/chat-message.ts';
import { networkOf } from '../lib/network-of.ts';

/**
 * The channel of an entry of `ALERTS_TO`, such as `discord:123` or `telegram:-100123/5`. On Telegram, people have
 * positive ids, and the number behind the slash is that of a topic.
 */
export function readAlertTarget(entry: string): Channel {
  const platform = entry.slice(0, entry.indexOf(':'));
  const id = entry.slice(platform.length + 1);
  const isPerson = networkOf(platform) === 'telegram' && !id.startsWith('-');
  if (isPerson) return { platform, id, kind: 'direct' };

  const [parentId, topic] = id.split('/');
  if (parentId === undefined || topic === undefined) return { platform, id, kind: 'group' };
  return { platform, id, kind: 'thread', parentId };
}
