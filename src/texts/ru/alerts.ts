import { dayIn } from '../day-in.ts';
import type { alertTexts as original } from '../en/alerts.ts';
import { pluralIn } from '../plural.ts';

const counted = pluralIn('ru');
const day = dayIn('ru');

/** What the bot tells its admins about itself. `key`, `model` and `network` are names. */
export const alertTexts: typeof original = {
  keyRefused: {
    what: (key) => `Сервис отклоняет мой ключ для ${key}.`,
    helps: (variable) =>
      `Впишите действующий ключ в ${variable} и перезапустите меня; \`npm run doctor\` его проверит.`,
    over: (key) => `Сервис снова принимает мой ключ для ${key}.`,
  },
  keyLimited: {
    what: (key, model) => `Моему ключу для ${key} недоступна модель ${model}.`,
    helps:
      'Откройте ключу доступ к этой модели в сервисе или выберите другую через `/model`. Некоторые сервисы закрыты для целых стран.',
    over: (key, model) => `Моему ключу для ${key} снова доступна модель ${model}.`,
  },
  noCredit: {
    what: (key) => `На счёте, с которого оплачивается мой ключ для ${key}, закончились деньги.`,
    helps: 'Пополните счёт в сервисе. Я замечу это при следующем вопросе.',
    over: (key) => `На счёте, с которого оплачивается мой ключ для ${key}, снова есть деньги.`,
  },
  modelFails: {
    what: (model, why) => `Модель ${model} раз за разом не отвечает, последняя причина — ${why}.`,
    helps:
      'Пока вместо неё отвечают запасные модели, если они указаны в `parley.yaml`. `/why` показывает все попытки ответить.',
    over: (model) => `Модель ${model} снова отвечает.`,
  },
  modelEnds: {
    what: (model, endsOn) => `Сервис отключит модель ${model} ${day(endsOn)}.`,
    helps: (place) => `Укажите здесь другую модель: ${place}.`,
  },
  limitNearlyReached: {
    what: (limit) => `Израсходовано больше 80 % лимита: ${limit}.`,
  },
  limitReached: {
    what: (limit) => `Лимит исчерпан: ${limit}.`,
    helps: (time) =>
      `Отсчёт начнётся заново: ${time}. Изменить лимит можно в \`limits\` файла \`parley.yaml\`, а \`/usage\` покажет, на что он ушёл.`,
    over: (limit) => `Отсчёт лимита начался заново: ${limit}.`,
  },
  unpriced: {
    what: (model) => `Я не обращаюсь к модели ${model}: задан бюджет, а её цена мне неизвестна.`,
    helps: 'Укажите её `price` в `parley.yaml` или впишите `unpriced: allow` в раздел `limits`.',
    over: (model) => `Модель ${model} снова отвечает.`,
  },
  diskNearlyFull: {
    what: (free) => `Диск с моим хранилищем почти заполнен, свободно: ${free}.`,
    helps:
      'Освободите место: когда диск заполнится, я не смогу никому ответить. Если уменьшить `HISTORY_DAYS`, уменьшится и хранилище.',
    over: 'На диске с моим хранилищем снова достаточно места.',
  },
  storeFails: {
    what: 'Моё хранилище не работает, поэтому я не могу никому ответить.',
    helps: '`npm run doctor` его проверит. Вот что об этом в журнале:',
    over: 'Моё хранилище снова работает.',
  },
  networkLost: {
    what: (network) => `Не могу подключиться к ${network}.`,
    helps:
      'Я продолжаю попытки. Если это затянется, проверьте сеть компьютера и `HTTPS_PROXY` и узнайте, нет ли такой же проблемы у других.',
    over: (network) => `Соединение с ${network} восстановлено.`,
  },
  networkLeftOut: {
    what: (network) => `Соединения с ${network} нет, и попыток больше не будет.`,
    helps:
      'Сначала нужно что-то исправить, затем перезапустите меня. `npm run doctor` всё проверит.',
  },
  noWorkers: {
    what: 'Никто не получает ответа: не работает ни один воркер.',
    helps:
      'Я храню вопросы и отвечу на них, как только заработает воркер. Запустите процесс с `PARLEY_ROLE=worker` или посмотрите в журналах, почему завершились остальные.',
    over: 'Воркер снова работает.',
  },
  newVersion: {
    what: (version, current) => `Вышла новая версия Parley: ${version}. Моя версия — ${current}.`,
    helps: 'Как меня обновить, написано в `docs/operating.md`.',
  },
  since: (time) => `Замечено: ${time}.`,
  began: (time) => `Проблема возникла: ${time}.`,
  summary: (count) =>
    `Накопилось много сообщений, вот их сводка (${counted(count, { one: 'сообщение', few: 'сообщения', other: 'сообщений' })}):`,
  more: (count) => `и ещё ${count}`,
};
