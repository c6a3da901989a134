import type { failures as original } from '../en/failures.ts';

const FOR_OPERATOR = 'Сообщите об этом владельцу бота';
const TRY_LATER = 'Попробуйте ещё раз через минуту.';
const PICK_ANOTHER = 'выберите другую модель командой `/model`.';

/** The words for each way in which a model can fail. `reason` completes the sentence "модель NAME …". */
export const failures: typeof original = {
  auth: { reason: 'не приняла ключ', cure: `Её ключ не принят. ${FOR_OPERATOR}.` },
  permission: {
    reason: 'недоступна с этим ключом или из этой страны',
    cure: `Её сервис не пускает с моим ключом или из моей страны. ${FOR_OPERATOR} или ${PICK_ANOTHER}`,
  },
  payment: {
    reason: 'осталась без денег на счёте',
    cure: `На её счёте закончились деньги. ${FOR_OPERATOR} или ${PICK_ANOTHER}`,
  },
  not_found: {
    reason: 'не существует',
    cure: 'Такой модели не существует. Выберите другую командой `/model`. Владельцу бота `npm run doctor` покажет, где указано это имя.',
  },
  bad_request: {
    reason: 'отклонила запрос',
    cure: `Она отклонила запрос. ${FOR_OPERATOR} или ${PICK_ANOTHER}`,
  },
  context_length: {
    reason: 'не вмещает такой длинный разговор',
    cure: 'Разговор для неё слишком длинный. `/reset` начнёт новый.',
  },
  too_large: {
    reason: 'отклонила такой большой запрос',
    cure: 'Разговор вместе с файлами для неё слишком велик. `/reset` начнёт новый.',
  },
  content_filter: {
    reason: 'остановлена фильтром содержимого своего провайдера',
    cure: `Фильтр содержимого её провайдера отклонил запрос. Попробуйте сказать иначе или ${PICK_ANOTHER}`,
  },
  rate_limit: {
    reason: 'получила слишком много запросов',
    cure: `Она получила слишком много запросов. ${TRY_LATER}`,
  },
  overloaded: { reason: 'перегружена', cure: `Она перегружена. ${TRY_LATER}` },
  server: {
    reason: 'недоступна из-за ошибки своего сервера',
    cure: `На её сервере ошибка. ${TRY_LATER}`,
  },
  connect: { reason: 'не выходит на связь', cure: `С её сервером нет связи. ${TRY_LATER}` },
  timeout_first: {
    reason: 'вовремя не начала отвечать',
    cure: 'Она вовремя не начала отвечать. Попробуйте ещё раз.',
  },
  timeout_idle: {
    reason: 'замолчала посреди ответа',
    cure: 'Она замолчала посреди ответа. Задайте вопрос ещё раз.',
  },
  timeout_total: {
    reason: 'отвечала слишком долго',
    cure: 'Она отвечала слишком долго. Задайте вопрос ещё раз.',
  },
  truncated: {
    reason: 'потеряла связь',
    cure: 'Связь с ней оборвалась. Задайте вопрос ещё раз.',
  },
  empty: {
    reason: 'ничего не ответила',
    cure: 'Она ничего не ответила. Задайте вопрос ещё раз.',
  },
  protocol: {
    reason: 'прислала ответ, который невозможно прочитать',
    cure: `Она прислала ответ, который невозможно прочитать. Попробуйте ещё раз или ${PICK_ANOTHER}`,
  },
  unseen: {
    reason: 'не видит картинок',
    cure: `Она не видит картинок. Пожалуйста, ${PICK_ANOTHER}`,
  },
  unchosen: {
    reason: 'ещё не настроена',
    cure: 'Модель не выбрана, и сам я подходящей не нашёл. Выберите её командой `/model`; владелец бота может указать её в `DEFAULT_MODEL`.',
  },
  canceled: {
    reason: 'была остановлена',
    cure: `Она была остановлена. Попробуйте ещё раз или ${PICK_ANOTHER}`,
  },
};
