import { dayIn } from '../day-in.ts';
import type { models as original } from '../en/models.ts';
import { modelHintIn } from '../model-hint-in.ts';
import { pluralIn } from '../plural.ts';

const count = pluralIn('ru');
const MODELS = { one: 'модель', few: 'модели', many: 'моделей', other: 'модели' };
const day = dayIn('ru');

/** The sentences about the choice of a model. */
export const models: typeof original = {
  modelHint: modelHintIn('ru', {
    pauses: (duration) => `пауза ещё ${duration}`,
    ends: (date) => `отключится ${day(date)}`,
    sees: 'видит картинки',
    hears: 'слышит',
    reasons: 'рассуждает',
    startsAfter: (duration) => `первые слова через ${duration}`,
  }),
  currentModel: (name) => `Здесь отвечает ${name}. Выберите модель:`,
  noModelAnswers: 'Модель, которая будет здесь отвечать, ещё не выбрана. Выберите её:',
  noModels:
    'Я не нашёл ни одной модели. Напишите `/model` и полное имя модели, например `openai/NAME`. Владельцу бота `npm run doctor` покажет, в чём дело.',
  pickService: (name) =>
    `Здесь отвечает ${name}. Выберите сервис или напишите \`/model\` и часть имени модели:`,
  modelsOfService: (service, models) => `У сервиса ${service} ${count(models, MODELS)}:`,
  serviceLine: (service, models) => `- ${service}: ${count(models, MODELS)}`,
  allServices: 'Все сервисы',
  onlyModel: (name, hint = '') => `Здесь отвечает ${name}${inBrackets(hint)}. Других моделей нет.`,
  modelChosen: (name, hint = '') => `Теперь здесь отвечает ${name}${inBrackets(hint)}.`,
  modelEnds: (name, date) =>
    `${day(date)} сервис отключит модель ${name}. Выберите до этого другую.`,
  modelUnlisted: (name) =>
    `Теперь здесь отвечает ${name}. В списке провайдера такой модели нет, поэтому я не знаю, существует ли она.`,
  modelMissing: (name, names) =>
    `(Сбой модели ${name}. Такой модели не существует. Может быть, вы имели в виду: ${names}? Выберите модель командой \`/model\`. Владельцу бота \`npm run doctor\` покажет, где указано неверное имя.)`,
  modelAmbiguous: (typed) => `Под «${typed}» подходит несколько моделей. Какую выбрать?`,
  modelInSeveral: (typed, services) =>
    `Модель «${typed}» есть у нескольких сервисов: ${services}. Какую выбрать?`,
  modelUnknown: (typed) => `Под «${typed}» не подходит ни одна модель. Выберите одну из этих:`,
  noModelMatches: (typed) =>
    `Под «${typed}» не подходит ни одна модель. \`/model\` покажет, какие есть.`,
  modelsMatch: (typed) => `Под «${typed}» подходит несколько моделей. Напишите имя подробнее.`,
};

function inBrackets(hint: string): string {
  return hint && ` (${hint})`;
}
