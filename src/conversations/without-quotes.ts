import type { ChatMessage, QuotedMessage } from '../contracts/chat-message.ts';
import type { Turn } from '../contracts/turns.ts';
import { withoutLooseFiles } from './without-loose-files.ts';

/** In place of words that were taken back, in a message that has no words of its own. */
const TAKEN_BACK = '(deleted)';

/**
 * The turn without the messages that it quotes or builds on and that are taken back: they must not reach a
 * model in this way either. The same turn: it has none.
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
