import type { ChatMessage } from '../contracts/chat-message.ts';
import { compareIds } from '../lib/compare-ids.ts';

/** Sorts the messages of a question by age. Messages that do not say which is older keep their order. */
export function inOrder(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return messages.toSorted((a, b) => a.sentAt - b.sentAt || compareIds(a.id, b.id));
}
