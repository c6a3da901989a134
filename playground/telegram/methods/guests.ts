import { badRequest } from '../api-error.ts';
import { isGroup } from '../chat.ts';
import { readKeyboard } from '../keyboard.ts';
import { isObject, type Params, readObject } from '../params.ts';
import type { Method } from './method.ts';
import { readMessageText } from './send-message.ts';

/** Answers a question in a chat where the bot is no member, by one message of text. */
export const answerGuestQuery: Method = ({ world, params }) => {
  const result = readObject(params, 'result', 'result');
  if (!result) throw badRequest("can't parse result: expected an object");
  if (result.type !== 'article') throw badRequest('RESULT_TYPE_INVALID');
  if (typeof result.id !== 'string' || result.id === '') throw badRequest('RESULT_ID_INVALID');
  if (typeof result.title !== 'string' || result.title === '')
    throw badRequest('ARTICLE_TITLE_EMPTY');

  const content = result.input_message_content;
  if (!isObject(content)) throw badRequest('message text is empty');
  const formatted = readMessageText(world, toParams({ ...content, text: content.message_text }));
  const keyboard = readKeyboard(toParams({ reply_markup: result.reply_markup }), true);

  const { chat, message: question } = world.guests.take(params.get('guest_query_id') ?? '');
  world.rateLimits.spend('write', { id: chat.id, isGroup: isGroup(chat) });
  const message = world.postMessage(chat, {
    from: world.bot,
    ...formatted,
    ...(keyboard ? { keyboard } : {}),
    ...(question.threadId === undefined ? {} : { threadId: question.threadId }),
    replyTo: question.id,
    extra: { guest_bot_caller_user: question.from },
  });
  return { inline_message_id: world.guests.add({ chat, message }) };
};

/** The fields of an object as the parameters of a call. */
function toParams(fields: Readonly<Record<string, unknown>>): Params {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return new Map(
    given.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}
