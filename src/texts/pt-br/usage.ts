import { amountsIn } from '../amounts-in.ts';
import { durationInWords } from '../durations.ts';
import type { usageTexts as original } from '../en/usage.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('pt-BR');

/** The sentences of `/usage`. Places stand after a colon, as in `settings.places`. */
export const usageTexts: typeof original = {
  ...amountsIn('pt-BR'),
  ownTitle: (network) => `Seu consumo no ${network}`,
  placeTitle: (place) => `Consumo: ${place}`,
  periods: { today: 'Hoje', month: 'Este mês', last: 'Mês passado' },
  periodLine: (period, facts) => `- **${period}**: ${facts}`,
  entryLine: (number, name, facts) => `${number}. ${name}: ${facts}`,
  facts: (facts) => facts.join('; '),
  caption: (title, month) => `${title}, ${month}`,
  nothing: 'nada',
  answers: (count) => plural(count, { one: 'resposta', other: 'respostas' }),
  tokens: (input, output, cached) =>
    `tokens: ${input} de entrada${cached === undefined ? '' : ` (${cached} deles em cache)`}, ${output} de saída`,
  allTokens: (tokens) => `tokens: ${tokens}`,
  about: (usd) => `≈ ${usd}`,
  unpriced: (count) => `${plural(count, { one: 'pedido', other: 'pedidos' })} sem preço conhecido`,
  estimated: '≈: em parte é uma estimativa, porque um serviço não informou o consumo.',
  by: {
    model: 'Por modelo',
    person: 'Por pessoa',
    server: 'Por servidor',
    key: 'Por chave',
  },
  noPerson: 'ninguém, ou pessoas que apagaram seus dados',
  noServer: 'fora de servidores',
  more: (count) => `e mais ${count}`,
  usdByDay: 'Dólares por dia',
  tokensByDay: 'Tokens por dia',
  picture: 'Os números na imagem são os desta lista.',
  pictureRest: 'O cinza é o restante.',
  limits: 'Limites',
  limitNames: {
    answersPerMinute: 'Respostas por minuto',
    answersPerDay: 'Respostas por dia',
    tokensPerDay: 'Tokens por dia',
    usdPerDay: 'Dólares por dia',
    usdPerMonth: 'Dólares por mês',
    commandsPerMinute: 'Comandos por minuto',
  },
  limitIn: (name, place) => `${name}, ${place}`,
  limitLine: (name, { used, most, left }, resetMs) =>
    `- ${name}: ${used} de ${most}; disponível: ${left}. Renovação em ${durationInWords(resetMs, 'pt-BR')}.`,
  me: 'Meu consumo',
  howTo:
    'Digite `/usage` e, se quiser, o que devo mostrar: `here`, `server` ou `all`, depois `today`, `month` ou `last`, e, para a imagem, `dark` ou `light`.',
  others:
    'Esses botões são para quem usou o comando. Para ver o seu próprio consumo, envie `/usage`.',
};
