import type { ChatMessage, QuotedMessage } from '../contracts/chat-message.ts';
import type { Turn } from '../contracts/turns.ts';
import { withoutLooseFiles } from './without-loose-files.ts';

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

function withoutQuote({ quoted, ...message }: ChatMessage): ChatMessage {
  if (message.text !== '' || !quoted) return message;
  const { id, isOwn } = quoted;
  const author = { ...quoted.author, name: '' };
  return { ...message, quoted: { id, author, isOwn, text: TAKEN_BACK, attachments: [] } };
}
