import { durationInWords } from '../durations.ts';
import type { LimitFacts, limitTexts as original } from '../en/limits.ts';

const percent = new Intl.NumberFormat('pt-BR', { style: 'percent' });

/** The sentences about limits. */
export const limitTexts: typeof original = {
  reached: ({ isOwn, period, waitMs }) => {
    const wait = durationInWords(waitMs, 'pt-BR');
    const sentences: Record<LimitFacts['period'], readonly [own: string, here: string]> = {
      minute: [
        `(Você pergunta mais rápido do que me permitem responder. Pergunte de novo daqui a ${wait}.)`,
        `(Aqui chegam mais perguntas por minuto do que me permitem responder. Pergunte de novo daqui a ${wait}.)`,
      ],
      day: [
        `(Você atingiu seu limite de hoje. Ele se renova em ${wait}.)`,
        `(O limite de hoje já foi atingido aqui. Ele se renova em ${wait}.)`,
      ],
      month: [
        `(Você atingiu seu limite deste mês. Ele se renova em ${wait}.)`,
        `(O limite deste mês já foi atingido aqui. Ele se renova em ${wait}.)`,
      ],
      never: [
        '(Não tenho permissão para responder a você aqui.)',
        '(Não tenho permissão para responder a perguntas aqui.)',
      ],
    };
    return sentences[period][isOwn ? 0 : 1];
  },

  degraded: ({ isOwn, period, waitMs }, model) => {
    const wait = durationInWords(waitMs, 'pt-BR');
    if (period === 'month')
      return isOwn
        ? `(Você atingiu seu limite deste mês, por isso quem responde é ${model}. O limite se renova em ${wait}.)`
        : `(O limite deste mês já foi atingido aqui, por isso quem responde é ${model}. O limite se renova em ${wait}.)`;
    return isOwn
      ? `(Você atingiu seu limite de hoje, por isso quem responde é ${model}. O limite se renova em ${wait}.)`
      : `(O limite de hoje já foi atingido aqui, por isso quem responde é ${model}. O limite se renova em ${wait}.)`;
  },

  nearly: (period, share) =>
    period === 'day'
      ? `(Você já usou ${percent.format(share)} do seu limite de hoje.)`
      : `(Você já usou ${percent.format(share)} do seu limite deste mês.)`,
};
