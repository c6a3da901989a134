import type { ShownMessage } from '../local-network.ts';
import type { NetworkModel } from './network-model.ts';
import { parseDiscordMarkdown } from './parse-discord-markdown.ts';
import { parseRichBlocks } from './parse-rich-blocks.ts';
import { parseTelegramEntities } from './parse-telegram-entities.ts';
import type { RichNode } from './rich-text.ts';

/** Parses a message's text as its network formats it. */
export function parseMessageText(message: ShownMessage, model: NetworkModel): RichNode[] {
  if (message.rich !== undefined) return parseRichBlocks(message.rich);
  return model.state.name === 'discord'
    ? parseDiscordMarkdown(message.text, model.names)
    : parseTelegramEntities(message.text, message.entities);
}
