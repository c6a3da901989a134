import { amountsIn } from '../amounts-in.ts';
import { durationInWords } from '../durations.ts';
import type { usageTexts as original } from '../en/usage.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('ru');

const ANSWERS = { one: 'ответ', few: 'ответа', many: 'ответов', other: 'ответа' };
const REQUESTS = { one: 'запрос', few: 'запроса', many: 'запросов', other: 'запроса' };

/** The sentences of `/usage`. Places stand after a colon, as in `settings.places`. */
export const usageTexts: typeof original = {
  ...amountsIn('ru'),
  ownTitle: (network) => `Ваш расход в ${network}`,
  placeTitle: (place) => `Расход: ${place}`,
  periods: { today: 'Сегодня', month: 'Этот месяц', last: 'Прошлый месяц' },
  periodLine: (period, facts) => `- **${period}**: ${facts}`,
  entryLine: (number, name, facts) => `${number}. ${name}: ${facts}`,
  facts: (facts) => facts.join('; '),
  caption: (title, month) => `${title}, ${month}`,
  nothing: 'ничего',
  answers: (count) => plural(count, ANSWERS),
  tokens: (input, output, cached) =>
    `токены: ${input} на входе${cached === undefined ? '' : ` (из них ${cached} из кэша)`}, ${output} на выходе`,
  allTokens: (tokens) => `токены: ${tokens}`,
  about: (usd) => `≈ ${usd}`,
  unpriced: (count) => `${plural(count, REQUESTS)} без известной цены`,
  estimated: '≈ — отчасти оценка: какой-то сервис не сообщил, сколько израсходовано.',
  by: {
    model: 'По моделям',
    person: 'По людям',
    server: 'По серверам',
    key: 'По ключам',
  },
  noPerson: 'никто или те, кто удалил свои данные',
  noServer: 'вне серверов',
  more: (count) => `и ещё ${count}`,
  usdByDay: 'Доллары по дням',
  tokensByDay: 'Токены по дням',
  picture: 'Номера на картинке — это номера в этом списке.',
  pictureRest: 'Серым показано остальное.',
  limits: 'Лимиты',
  limitNames: {
    answersPerMinute: 'Ответов в минуту',
    answersPerDay: 'Ответов в день',
    tokensPerDay: 'Токенов в день',
    usdPerDay: 'Долларов в день',
    usdPerMonth: 'Долларов в месяц',
    commandsPerMinute: 'Команд в минуту',
  },
  limitIn: (name, place) => `${name}, ${place}`,
  limitLine: (name, { used, most, left }, resetMs) =>
    `- ${name}: ${used} из ${most}, осталось ${left}. Обновится через ${durationInWords(resetMs, 'ru')}.`,
  me: 'Мой расход',
  howTo:
    'Напишите `/usage` или добавьте, что показать: `here`, `server` или `all`, затем `today`, `month` или `last`, а для картинки `dark` или `light`.',
  others:
    'Эти кнопки для того, кто вызвал команду. Чтобы увидеть свой расход, отправьте `/usage` сами.',
};
