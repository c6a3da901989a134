import type { guestTexts as original } from '../en/guest.ts';

/** The sentences of questions by command, and of places where the bot is no member. */
export const guestTexts: typeof original = {
  timeIsUp: '（中断了：我在这里只能写 15 分钟。想看后面的内容，请让我继续。）',
  whatToAsk: '请写下你的问题：`/ask question: …`',
  ownMessage: '这是我自己的消息。想接着聊，请用 `/ask` 问我。',
  answerTitle: '回答',
};
