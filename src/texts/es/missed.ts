import type { missedTexts as original } from '../en/missed.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('es');

/** The sentences about questions that came while the bot was away. */
export const missedTexts: typeof original = {
  offer: (count) =>
    `Mientras no estaba, aquí me ${count === 1 ? 'llegó' : 'llegaron'} ${plural(count, { one: 'pregunta', many: 'de preguntas', other: 'preguntas' })}. ¿Respondo ahora?`,
  answerLabel: 'Responder',
  skipLabel: 'Omitir',
  answering: (count) =>
    count === 0
      ? 'Estas preguntas ya están resueltas.'
      : `Ahora respondo a ${plural(count, { one: 'pregunta', many: 'de preguntas', other: 'preguntas' })}.`,
  skipped: 'Omitido. Pregúntame de nuevo cuando quieras.',
  notYours: 'Esto solo lo pueden decidir quienes preguntaron y la moderación.',
  over: 'Estas preguntas ya están resueltas.',
  unreadable: 'Ahora mismo no puedo leer estas preguntas. Quizá las hayan borrado.',
};
