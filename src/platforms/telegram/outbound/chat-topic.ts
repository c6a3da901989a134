import type { Channel } from '../../../contracts/chat-message.ts';

/** Where Telegram's methods write. */
export interface ChatTopic {
  readonly chatId: string;
  /** Absent in the General topic: Telegram refuses its id. */
  readonly threadId?: number;
}

/** The inverse of the ids that `readChannel` gives. */
export function toChatTopic({ id }: Channel): ChatTopic {
  const [chatId = '', threadId] = id.split('/');
  return { chatId, ...(threadId !== undefined && { threadId: Number(threadId) }) };
}
