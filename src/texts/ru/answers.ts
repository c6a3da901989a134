import type { answers as original } from '../en/answers.ts';
import { pluralIn } from '../plural.ts';
import { wasAsked } from '../was-asked.ts';
import { cost } from './cost.ts';
import { failures } from './failures.ts';

const plural = pluralIn('ru');
const TOKENS = { one: 'токен', few: 'токена', many: 'токенов', other: 'токена' };

/** The sentences in and around an answer. */
export const answers: typeof original = {
  reasoningLabel: 'Рассуждения',
  onlyThoughts: '(Модель только размышляла вслух. Вот её мысли.)',
  thoughtsCut: '(Мыслей было больше, но они слишком длинные, чтобы их показать.)',
  thinking: (ms) => `(думаю… ${Math.round(ms / 1_000)} с)`,
  footer: (parts) => `*${parts.join(' · ')}*`,
  tokens: (input, output, cached = 0) => {
    // Services that count nothing report zeros.
    if (!input && !output) return '';
    const sum = plural((input ?? 0) + (output ?? 0), TOKENS);
    return cached > 0 ? `${sum} (из кэша: ${cached.toLocaleString('ru')})` : sum;
  },
  seconds: (ms) => `${withComma((ms / 1_000).toFixed(1))} с`,
  cost,
  sources: (links) => `Источники: ${links.join(' · ')}`,
  stopped: '(остановлено)',
  interrupted: '(Я перезапускаюсь. Вернусь и напишу этот ответ заново.)',
  gaveUp:
    'Мне не удалось закончить этот ответ: пришлось несколько раз перезапускаться. Задайте вопрос ещё раз.',
  continuedBy: (model) => `(Остаток этого ответа написала модель ${model}.)`,
  cutByLength: '(Модель остановилась: она дошла до предела длины ответа.)',
  cutByFilter: '(Этот ответ остановил фильтр содержимого модели.)',
  cutBySize: '(Я остановил этот ответ: он стал слишком длинным.)',
  cutByRepetition: '(Модель начала повторяться, и я её остановил.)',
  continuesInFile: '… продолжение будет в файле.',
  wholeInFile: '… весь ответ — в файле.',
  fileForbidden:
    '(Мне нельзя прикреплять здесь файлы, поэтому остаток этого ответа я показать не могу.)',
  fileRefused:
    '(Мессенджер не принял файл с остатком этого ответа, поэтому показать остаток я не могу.)',
  trimmed:
    '(Самые старые сообщения больше не помещаются в контекст модели. Этот ответ я пишу без них, а в следующих учту их краткий пересказ. `/reset` начнёт новый разговор.)',
  trimmedWithoutSummary:
    '(Самые старые сообщения больше не помещаются в контекст модели, поэтому я отвечаю без них. `/reset` начнёт новый разговор.)',
  materialCut:
    '(Не всё, что пришло с вашим вопросом, помещается в контекст модели. Часть пришлось пропустить.)',
  questionCut: '(Ваше сообщение не помещается в контекст модели. Я прочитал только начало.)',
  refused: '(Мессенджер отказался показать мой ответ. Попробуйте спросить иначе.)',
  removed: '(удалено)',
  refusedPart: '(Мессенджер отказался показать часть моего ответа.)',
  noAnswer:
    'Модель ничего не ответила. Задайте вопрос ещё раз или выберите другую модель командой `/model`.',
  questionTooLong: (model) =>
    `(Ваш вопрос даже сам по себе слишком длинный для модели ${model}. Сократите его или спросите другую модель: \`/model\` покажет, какие есть.)`,
  instructionsTooLong: (model) =>
    `(Мои инструкции даже сами по себе слишком длинные для модели ${model}. Сообщите об этом владельцу бота или выберите другую модель командой \`/model\`.)`,
  failed: (kind, model) =>
    wasAsked(kind) ? `(Сбой модели ${model}. ${failures[kind].cure})` : `(${failures[kind].cure})`,
  replaced: (model, requested, reason) =>
    `(Отвечает ${model}, потому что модель ${requested} ${reason ? failures[reason].reason : 'не отвечает'}.)`,
  failedInside:
    '(Что-то пошло не так на моей стороне. Задайте вопрос ещё раз; причина записана в моём журнале.)',
};

function withComma(number: string): string {
  return number.replace('.', ',');
}
