import { amountsIn } from '../amounts-in.ts';
import { durationInWords } from '../durations.ts';
import type { usageTexts as original } from '../en/usage.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('es');

const ANSWERS = { one: 'respuesta', many: 'de respuestas', other: 'respuestas' };
const REQUESTS = { one: 'petición', many: 'de peticiones', other: 'peticiones' };

/** The sentences of `/usage`. Places stand after a colon, as in `settings.places`. */
export const usageTexts: typeof original = {
  ...amountsIn('es'),
  ownTitle: (network) => `Tu consumo en ${network}`,
  placeTitle: (place) => `Consumo: ${place}`,
  periods: { today: 'Hoy', month: 'Este mes', last: 'Mes pasado' },
  periodLine: (period, facts) => `- **${period}**: ${facts}`,
  entryLine: (number, name, facts) => `${number}. ${name}: ${facts}`,
  facts: (facts) => facts.join('; '),
  caption: (title, month) => `${title}, ${month}`,
  nothing: 'nada',
  answers: (count) => plural(count, ANSWERS),
  tokens: (input, output, cached) =>
    `tokens: ${input} de entrada${cached === undefined ? '' : ` (${cached} de ellos en caché)`}, ${output} de salida`,
  allTokens: (tokens) => `tokens: ${tokens}`,
  about: (usd) => `≈ ${usd}`,
  unpriced: (count) => `${plural(count, REQUESTS)} sin precio conocido`,
  estimated: '≈: en parte es una estimación, porque un servicio no indicó el consumo.',
  by: {
    model: 'Por modelo',
    person: 'Por persona',
    server: 'Por servidor',
    key: 'Por clave',
  },
  noPerson: 'nadie, o personas que borraron sus datos',
  noServer: 'fuera de los servidores',
  more: (count) => `y ${count} más`,
  usdByDay: 'Dólares por día',
  tokensByDay: 'Tokens por día',
  picture: 'Los números de la imagen son los de esta lista.',
  pictureRest: 'El gris es el resto.',
  limits: 'Límites',
  limitNames: {
    answersPerMinute: 'Respuestas por minuto',
    answersPerDay: 'Respuestas por día',
    tokensPerDay: 'Tokens por día',
    usdPerDay: 'Dólares por día',
    usdPerMonth: 'Dólares por mes',
    commandsPerMinute: 'Comandos por minuto',
  },
  limitIn: (name, place) => `${name}, ${place}`,
  limitLine: (name, { used, most, left }, resetMs) =>
    `- ${name}: ${used} de ${most}; disponible: ${left}. Se renueva dentro de ${durationInWords(resetMs, 'es')}.`,
  me: 'Mi consumo',
  howTo:
    'Escribe `/usage` y, si quieres, lo que debo mostrar: `here`, `server` o `all`, después `today`, `month` o `last`, y para la imagen `dark` o `light`.',
  others:
    'Estos botones son para quien usó el comando. Para ver tu propio consumo, envía `/usage`.',
};
