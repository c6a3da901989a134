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
      ? 'С этими вопросами уже всё решено.'
      : `Сейчас отвечу: ${plural(count, { one: 'вопрос', few: 'вопроса', other: 'вопросов' })}.`,
  skipped: 'Пропускаю. Можно спросить меня снова в любой момент.',
  notYours: 'Решать могут только те, кто спрашивал, и модераторы.',
  over: 'С этими вопросами уже всё решено.',
  unreadable: 'Сейчас эти вопросы не прочитать. Возможно, их удалили.',
};
