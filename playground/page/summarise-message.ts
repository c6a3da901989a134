import type { ShownMessage } from '../local-network.ts';
import type { NetworkModel } from './network-model.ts';
import { parseMessageText } from './parse-message-text.ts';
import type { RichNode } from './rich-text.ts';

/** One line for a preview, without formatting. */
export function summariseMessage(message: ShownMessage, model: NetworkModel): string {
  const line = flatten(parseMessageText(message, model)).replace(/\s+/g, ' ').trim().slice(0, 120);
  return line || message.files.map((file) => file.name).join(', ');
}

function flatten(nodes: readonly RichNode[]): string {
  return nodes
    .map((node) =>
      typeof node === 'string'
        ? node
        : `${flatten(node.children)}${node.kind === 'item' ? ' ' : ''}`,
    )
    .join('');
}
