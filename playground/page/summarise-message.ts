import type { ShownMessage } from '../local-network.ts';
import type { SentAs } from '../said-message.ts';
import type { NetworkModel } from './network-model.ts';
import { parseMessageText } from './parse-message-text.ts';
import type { RichKind, RichNode } from './rich-text.ts';

const MAX_CHARACTERS = 120;
/** The kinds of parts that stand apart from the next one without a line feed between them. */
const ENDS_LINE = new Set<RichKind>(['item', 'task', 'cell', 'head-cell', 'paragraph', 'heading']);

/** Summarises a message in one line without formatting: its text, or what else it holds. */
export function summariseMessage(message: ShownMessage, model: NetworkModel): string {
  const text = flatten(parseMessageText(message, model));
  const line = text.replace(/\s+/g, ' ').trim().slice(0, MAX_CHARACTERS);
  return line || nameContent(message);
}

function nameContent({ files, card, embeds }: ShownMessage): string {
  if (card !== undefined) return `[${card.kind}]`;
  if (files.length > 0) return files.map(({ name, sentAs }) => nameFile(name, sentAs)).join(', ');
  return embeds?.map(({ title, description }) => title ?? description ?? '').join(' ') ?? '';
}

function nameFile(name: string, sentAs: SentAs | undefined): string {
  return sentAs === undefined || sentAs === 'document' ? name : `[${sentAs}]`;
}

function flatten(nodes: readonly RichNode[]): string {
  const texts = nodes.map((node) => {
    if (typeof node === 'string') return node;
    const text = flatten(node.children);
    return ENDS_LINE.has(node.kind) ? `${text} ` : text;
  });
  return texts.join('');
}
