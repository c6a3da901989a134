import type { Update } from 'grammy/types';

/**
 * The id of the chat of an update. An update without a chat gets its own id, so it waits for no other update.
 */
export function updateChatId(update: Update): number {
  const source =
    update.message ??
    update.edited_message ??
    update.channel_post ??
    update.edited_channel_post ??
    update.guest_message ??
    update.callback_query?.message ??
    update.my_chat_member ??
    update.stopped_message_generation;
  // The types promise a chat, but a broken update may have none.
  return source?.chat?.id ?? update.update_id;
}
