import type { ShownMessage } from '../local-network.ts';
import type { NetworkModel } from './network-model.ts';
import { parseDiscordMarkdown } from './parse-discord-markdown.ts';
import { parseTelegramEntities } from './parse-telegram-entities.ts';
import type { RichNode } from './rich-text.ts';

/** A message's text as a tree, read the way its network formats. */
export function parseMessageText(message: ShownMessage, model: NetworkModel): RichNode[] {
  return model.state.name === 'discord'
    ? parseDiscordMarkdown(message.text, model.names)
    : parseTelegramEntities(message.text, message.entities);
}
