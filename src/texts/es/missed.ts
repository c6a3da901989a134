import type { missedTexts as original } from '../en/missed.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('es');

/** The sentences about questions that came while the bot was away. */
export const missedTexts: typeof original = {
  offer: (count) =>
    `Estuve fuera y me perdí aquí ${plural(count, { one: 'pregunta', many: 'de preguntas', other: 'preguntas' })}. ¿Quieres que responda ahora?`,
  answerLabel: 'Responder',
  skipLabel: 'Omitir',
  answering: (count) =>
    count === 0
      ? 'Aquí ya no queda nada por responder.'
      : `Ahora respondo a ${plural(count, { one: 'pregunta', many: 'de preguntas', other: 'preguntas' })}.`,
  skipped: 'Omitido. Pregúntame de nuevo cuando quieras.',
  notYours: 'Eso solo pueden decidirlo quienes preguntaron o la moderación de aquí.',
  over: 'Esto ya está decidido o pasó hace demasiado tiempo. Si aún quieres una respuesta, vuelve a preguntarme.',
  unreadable:
    'Ahora mismo no puedo leer lo que se preguntó. Quizá se haya borrado; si no, vuelve a intentarlo más tarde.',
};
