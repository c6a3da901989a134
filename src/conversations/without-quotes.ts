import type { ChatMessage, MessageContent, QuotedMessage } from '../contracts/chat-message.ts';
import type { Material } from '../contracts/material.ts';
import type { Turn } from '../contracts/turns.ts';

/** In place of words that were taken back, in a message that has no words of its own. */
const TAKEN_BACK = '(deleted)';

/**
 * Gives the turn without the taken-back messages that it quotes or builds on: they must not reach a model in
 * this way either. Gives the same turn where it has none.
 */
export function withoutQuotes(turn: Turn, isTakenBack: (quoted: QuotedMessage) => boolean): Turn {
  const quotes = ({ quoted }: ChatMessage) => quoted !== undefined && isTakenBack(quoted);
  const background = turn.material?.background ?? [];
  const keptBackground = background.filter(({ message }) => !isTakenBack(message));
  const isUnchanged = !turn.inputs.some(quotes) && keptBackground.length === background.length;
  if (isUnchanged) return turn;

  const inputs = turn.inputs.map((input) => (quotes(input) ? withoutQuote(input) : input));
  const remaining = { ...turn, inputs };
  if (!turn.material) return remaining;
  const material = { ...turn.material, background: keptBackground };
  return { ...remaining, material: withoutLooseFiles(inputs, material) };
}

/** Drops what was read of files that no remaining message has. */
function withoutLooseFiles(inputs: readonly ChatMessage[], material: Material): Material {
  const contents: readonly MessageContent[] = [
    ...inputs,
    ...inputs.flatMap(({ quoted }) => quoted ?? []),
    ...material.background.map(({ message }) => message),
  ];
  const attachments = contents.flatMap((content) => content.attachments);
  const refs = new Set(attachments.flatMap(({ ref, stillRef }) => [ref, stillRef]));
  return { ...material, files: material.files.filter(({ ref }) => refs.has(ref)) };
}

function withoutQuote({ quoted, ...message }: ChatMessage): ChatMessage {
  if (message.text !== '' || !quoted) return message;
  const { id, author, isOwn } = quoted;
  return { ...message, quoted: { id, author, isOwn, text: TAKEN_BACK, attachments: [] } };
}
