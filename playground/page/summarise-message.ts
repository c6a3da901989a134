import type { ShownMessage } from '../local-network.ts';
import type { NetworkModel } from './network-model.ts';
import { parseMessageText } from './parse-message-text.ts';
import type { RichNode } from './rich-text.ts';

const MAX_CHARACTERS = 120;

/** Summarises a message in one line without formatting: its text, or the names of its files. */
export function summariseMessage(message: ShownMessage, model: NetworkModel): string {
  const text = flatten(parseMessageText(message, model));
  const line = text.replace(/\s+/g, ' ').trim().slice(0, MAX_CHARACTERS);
  return line || message.files.map((file) => file.name).join(', ');
}

function flatten(nodes: readonly RichNode[]): string {
  const texts = nodes.map((node) => {
    if (typeof node === 'string') return node;
    const text = flatten(node.children);
    return node.kind === 'item' ? `${text} ` : text;
  });
  return texts.join('');
}
