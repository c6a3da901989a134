import { durationInWords } from '../durations.ts';
import type { LimitFacts, limitTexts as original } from '../en/limits.ts';

const percent = new Intl.NumberFormat('es', { style: 'percent' });

/** The sentences about limits. */
export const limitTexts: typeof original = {
  reached: ({ isOwn, period, waitMs }) => {
    const wait = durationInWords(waitMs, 'es');
    const sentences: Record<LimitFacts['period'], readonly [own: string, here: string]> = {
      minute: [
        `(Preguntas más rápido de lo que me permiten responder. Vuelve a preguntar dentro de ${wait}.)`,
        `(Aquí llegan más preguntas por minuto de las que me permiten responder. Vuelve a preguntar dentro de ${wait}.)`,
      ],
      day: [
        `(Has alcanzado tu límite de hoy. Se renueva dentro de ${wait}.)`,
        `(Aquí ya se ha alcanzado el límite de hoy. Se renueva dentro de ${wait}.)`,
      ],
      month: [
        `(Has alcanzado tu límite de este mes. Se renueva dentro de ${wait}.)`,
        `(Aquí ya se ha alcanzado el límite de este mes. Se renueva dentro de ${wait}.)`,
      ],
      never: [
        '(No tengo permiso para responderte aquí.)',
        '(No tengo permiso para responder a preguntas aquí.)',
      ],
    };
    return sentences[period][isOwn ? 0 : 1];
  },

  degraded: ({ isOwn, period, waitMs }, model) => {
    const wait = durationInWords(waitMs, 'es');
    if (period === 'month')
      return isOwn
        ? `(Has alcanzado tu límite de este mes, por eso responde ${model}. El límite se renueva dentro de ${wait}.)`
        : `(Aquí ya se ha alcanzado el límite de este mes, por eso responde ${model}. El límite se renueva dentro de ${wait}.)`;
    return isOwn
      ? `(Has alcanzado tu límite de hoy, por eso responde ${model}. El límite se renueva dentro de ${wait}.)`
      : `(Aquí ya se ha alcanzado el límite de hoy, por eso responde ${model}. El límite se renueva dentro de ${wait}.)`;
  },

  nearly: (period, share) =>
    period === 'day'
      ? `(Has usado el ${percent.format(share)} de tu límite de hoy.)`
      : `(Has usado el ${percent.format(share)} de tu límite de este mes.)`,
};
