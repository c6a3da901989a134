import type { keeping as original } from '../en/keeping.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('ru');
const QUESTIONS = { one: 'вопрос', few: 'вопроса', many: 'вопросов', other: 'вопроса' };
const QUOTES = { one: 'цитата', few: 'цитаты', many: 'цитат', other: 'цитаты' };
const PINS = {
  one: 'закреплённое сообщение',
  few: 'закреплённых сообщения',
  many: 'закреплённых сообщений',
  other: 'закреплённого сообщения',
};

/** The sentences about what is kept: pins, exports, personal data. */
export const keeping: typeof original = {
  pinned: {
    added: 'Закреплено. Я буду держать это сообщение в памяти; `/pins` покажет все закреплённые.',
    known: 'Это сообщение уже закреплено. `/pins` покажет все закреплённые.',
    full: 'Я могу держать в памяти не больше 20 сообщений. Сначала уберите одно через `/pins`.',
  },
  pinHowTo: {
    discord:
      'Откройте меню сообщения (правой кнопкой мыши или долгим нажатием), затем **Приложения**, **Закрепить**. `/pins` покажет, что закреплено.',
    telegram:
      'Ответьте командой `/pin` на сообщение, которое нужно держать в памяти. `/pins` покажет, что закреплено.',
  },
  pinImpossible: 'Это сообщение я закрепить не могу: в нём нет слов, или я его больше не помню.',
  noPins: 'Здесь ничего не закреплено.',
  pins: (lines) => ['Здесь я держу в памяти:', '', ...lines].join('\n'),
  pinLine: (number, author, text) => `${number}. ${author ?? 'Я'}: ${text}`,
  unpinLabel: (number) => `Убрать ${number}`,
  exported: 'Вот наш разговор.',
  exportedInPart:
    'Вот самая новая часть нашего разговора; целиком он слишком длинный для одного файла.',
  exportHeading: (network) => `Разговор в ${network}`,
  exportForwarded: (name) => `Переслано от: ${name}`,
  exportFile: (name) => `Файл: ${name}`,
  nothingToExport: 'Здесь ещё нет разговора.',
  deleteMyDataLabel: 'Удалить всё',
  deleteMyDataOthers:
    'Эта кнопка для того, кто вызвал команду. Чтобы удалить то, что писали вы, отправьте /delete_my_data сами.',
  deleteMyDataConfirm:
    'Я удалю все вопросы, которые вы задавали мне в этом мессенджере, вместе с моими ответами, и ваши слова там, где их цитировали или закрепили другие. Отменить это нельзя.',
  dataDeleted: ({ questions, quotes, pins, conversations }) =>
    [
      `Готово. Удалено: ${plural(questions, QUESTIONS)} с моими ответами в ${plural(conversations, { one: 'разговоре', other: 'разговорах' })}, ${plural(quotes, QUOTES)} с вашими словами и ${plural(pins, PINS)}.`,
      'Сами сообщения остаются в мессенджере: удалите их там. Остаются и мои ответы другим, а также списки тех, кто может мной пользоваться: в них нет ничьих слов.',
      'От вашего расхода остаются только числа. Числа за прошлые месяцы больше не связаны с вами; числа за этот месяц хранятся с вашим id, без имени, до конца месяца, потому что по ним считаются лимиты.',
    ].join(' '),
};
