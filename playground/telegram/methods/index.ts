import { sendChatAction } from './actions.ts';
import { answerCallbackQuery } from './callbacks.ts';
import { getChat, getChatAdministrators, getChatMember, leaveChat } from './chats.ts';
import { deleteMyCommands, getMyCommands, setMyCommands } from './commands.ts';
import { deleteMessage, deleteMessages } from './delete.ts';
import { sendMessageDraft, sendRichMessageDraft } from './drafts.ts';
import { editMessageReplyMarkup, editMessageText } from './edit.ts';
import {
  deleteEphemeralMessage,
  editEphemeralMessageReplyMarkup,
  editEphemeralMessageText,
} from './ephemeral.ts';
import { getFile, sendDocument, sendPhoto } from './files.ts';
import { answerGuestQuery } from './guests.ts';
import { close, getMe, logOut } from './me.ts';
import type { Method } from './method.ts';
import { setMessageReaction } from './reactions.ts';
import { sendRichMessage } from './rich.ts';
import { sendMessage } from './send-message.ts';
import { closeForumTopic, createForumTopic, reopenForumTopic } from './topics.ts';
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from './updates.ts';

const METHODS = {
  getMe,
  logOut,
  close,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  sendMessage,
  sendRichMessage,
  sendMessageDraft,
  sendRichMessageDraft,
  sendDocument,
  sendPhoto,
  sendChatAction,
  editMessageText,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  editEphemeralMessageText,
  editEphemeralMessageReplyMarkup,
  deleteEphemeralMessage,
  setMessageReaction,
  answerCallbackQuery,
  answerGuestQuery,
  getFile,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  getChat,
  getChatMember,
  getChatAdministrators,
  leaveChat,
  createForumTopic,
  closeForumTopic,
  reopenForumTopic,
} satisfies Record<string, Method>;

/**
 * The methods by their names in lower case, because the Bot API ignores the case of method names.
 */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries(METHODS).map(([name, method]) => [name.toLowerCase(), method]),
);
