import type { Room } from '../local-network.ts';
import type { NetworkName } from '../web/protocol.ts';

/** Something to try in a room. */
export interface Idea {
  readonly label: string;
  /** The text to send. */
  readonly text: string;
  /** True when a picture goes with it. */
  readonly hasPicture?: true;
}

/**
 * Lists three things to try in a room that is empty. Where several people talk, a message must
 * mention the bot. Empty where people cannot talk with it.
 */
export function listIdeas(network: NetworkName, room: Room, botName: string): readonly Idea[] {
  const say = (text: string): Idea => ({ label: text, text });
  const models: Idea = { label: '/model: choose a model', text: '/model' };
  const picture: Idea = {
    label: 'Send a picture',
    text: 'What is in this picture?',
    hasPicture: true,
  };

  if (room.kind === 'direct')
    return network === 'discord'
      ? [say('Tell me about a river'), picture, models]
      : [say('Tell me about a river'), say('Show me a table'), picture];
  if (room.kind === 'forum') return [say(`@${botName} show me some code`)];
  // In a channel on Telegram nobody can talk but its admins.
  if (room.kind === 'channel' && network === 'telegram') return [];
  return [say(`@${botName} hello`), say(`@${botName} show me a table`), models];
}
