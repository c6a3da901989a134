import { badRequest } from '../api-error.ts';
import { refuseUnlessOpenTopic, refuseUnlessWritable } from '../chat.ts';
import { readFlag, readInteger } from '../params.ts';
import { readRichMessage } from '../rich/read-rich-message.ts';
import { formatText } from '../text/format-text.ts';
import type { FormattedText } from '../wire.ts';
import { type Method, type MethodCall, spendOnChat } from './method.ts';

/** Shows a draft. An empty text shows "Thinking…". */
export const sendMessageDraft: Method = (call) =>
  putDraft(call, () =>
    formatText(call.params, {
      parameter: 'text',
      maxCharacters: call.world.limits.messageCharacters,
      findUser: (id) => call.world.findUser(id),
    }),
  );

/** Shows a draft of a rich message. */
export const sendRichMessageDraft: Method = (call) =>
  putDraft(call, () => readRichMessage(call.params, call.world.limits.richCharacters, true));

/** Checks the call before it reads the content, as the real server does. */
function putDraft(call: MethodCall, readContent: () => FormattedText): true {
  const { world, params } = call;
  const chat = spendOnChat(call, 'activity');
  if (chat.type !== 'private') throw badRequest('TEXTDRAFT_PEER_INVALID');
  refuseUnlessWritable(chat);

  const threadId = readInteger(params, 'message_thread_id') || undefined;
  refuseUnlessOpenTopic(chat, threadId);
  const id = readInteger(params, 'draft_id') ?? 0;
  if (id === 0) throw badRequest('RANDOM_ID_INVALID');

  world.drafts.put({
    ...readContent(),
    id,
    chat,
    threadId,
    canStop: readFlag(params, 'can_stop'),
    keepOnStop: readFlag(params, 'keep_on_stop'),
  });
  return true;
}
