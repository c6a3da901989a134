import type { missedTexts as original } from '../en/missed.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('ru');

/** The sentences about questions that came while the bot was away. */
export const missedTexts: typeof original = {
  offer: (count) =>
    `Пока меня не было, мне здесь задали ${plural(count, { one: 'вопрос', few: 'вопроса', other: 'вопросов' })}. Ответить сейчас?`,
  answerLabel: 'Ответить',
  skipLabel: 'Пропустить',
  answering: (count) =>
    count === 0
      ? 'Здесь больше не на что отвечать.'
      : `Сейчас отвечу на ${plural(count, { one: 'вопрос', few: 'вопроса', other: 'вопросов' })}.`,
  skipped: 'Хорошо, пропускаю. Спросить снова можно в любой момент.',
  notYours: 'Решить это могут только авторы вопросов или модератор этого чата.',
  over: 'Это уже решено, или прошло слишком много времени. Если ответ ещё нужен, спросите снова.',
  unreadable:
    'Сейчас мне не удаётся прочитать, о чём спрашивали. Возможно, сообщения удалены; если нет, попробуйте позже.',
};
