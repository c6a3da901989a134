import type { Attempt } from '../../contracts/attempt.ts';
import type { DeclineReason } from '../../contracts/trace.ts';
import type { Turn } from '../../contracts/turns.ts';
import { attemptFactsIn } from '../attempt-facts-in.ts';
import { durationInWords } from '../durations.ts';
import type { whyTexts as original } from '../en/why.ts';
import { pluralIn } from '../plural.ts';
import { cost } from './cost.ts';
import { failures } from './failures.ts';

const plural = pluralIn('es');
const whole = new Intl.NumberFormat('es');

const TOKENS = { one: 'token', many: 'de tokens', other: 'tokens' };

const attemptFacts = attemptFactsIn({
  headers: (ms) => `cabeceras tras ${durationInWords(ms, 'es')}`,
  firstWords: (ms) => `primeras palabras tras ${durationInWords(ms, 'es')}`,
  end: (ms) => `fin tras ${durationInWords(ms, 'es')}`,
  tokensIn: (tokens, cached, about) =>
    `${about}${plural(tokens, TOKENS)} de entrada${cached > 0 ? ` (${whole.format(cached)} en caché)` : ''}`,
  tokensOut: (tokens, about) => `${about}${plural(tokens, TOKENS)} de salida`,
  cost,
});

/** The ways to call `/why` for a message, by platform. */
const howToPoint: Readonly<Record<string, string>> = {
  discord:
    'Abre el menú de un mensaje (clic derecho, o mantenlo pulsado) y elige **Aplicaciones**, **Por qué**.',
  telegram: 'Responde a un mensaje con `/why`.',
};

const addressMe =
  'Mencióname, responde a uno de mis mensajes o escríbeme directamente, y te contestaré.';

const turnPrivacyOff =
  'escribe `/setprivacy` a @BotFather, elígeme, pulsa **Disable**, y después sácame del grupo y vuelve a añadirme.';

const howToAddress: Readonly<Record<string, string>> = {
  discord: addressMe,
  telegram: `${addressMe} Para que vea todos los mensajes de un grupo: ${turnPrivacyOff}`,
};

/** The reasons why a message never reached the bot, by platform. */
const whyUnseen: Readonly<Record<string, string>> = {
  discord:
    'Solo veo los canales que tengo permiso para ver, y nada de lo que se escribe mientras no estoy en marcha. Comprueba que tengo el permiso **Ver canal** aquí y vuelve a preguntar.',
  telegram: `En los grupos, el modo de privacidad oculta mensajes a los bots. Para desactivarlo: ${turnPrivacyOff} Luego vuelve a preguntar.`,
};

function whyDenied(
  { denied, personId }: Extract<DeclineReason, { kind: 'denied' }>,
  chatId: string,
): string {
  switch (denied) {
    case 'person':
      return `Quien escribió este mensaje no está en mi lista de acceso. Cualquiera de mis admins puede darle acceso: \`/access allow ${personId}\`.`;
    case 'chat':
      return `Este chat no está en mi lista de acceso. La persona que se encarga de mí puede añadir \`${chatId}\` a \`ALLOWED_CHATS\`, o cualquiera de mis admins puede dar acceso a quien escribió este mensaje: \`/access allow ${personId}\`.`;
    case 'denied':
      return 'No tengo permiso para responder a quien escribió este mensaje, o a nadie aquí: así lo dice una lista de la persona que se encarga de mí, o lo decidieron mis admins.';
    case 'direct off':
      return 'No respondo a mensajes directos: la persona que se encarga de mí lo desactivó.';
    case 'power':
      return 'Aquí no todo el mundo puede preguntarme. Lo decidió la persona que se encarga de mí: `powers` en `parley.yaml`.';
  }
}

/** The sentences of `/why`. */
export const whyTexts: typeof original = {
  howTo: (network: string) =>
    `Puedo decirte por qué respondí o no a un mensaje. ${howToPoint[network] ?? ''}`.trim(),

  declined: (
    reason: DeclineReason,
    { network, chatId }: { network: string; chatId: string },
  ): string => {
    switch (reason.kind) {
      case 'command':
        return 'Este mensaje es un comando. Mi respuesta está debajo.';
      case 'bot':
        return 'Este mensaje lo escribió un bot. Solo respondo a personas, porque dos bots no pararían nunca. La persona que se encarga de mí puede permitir ese bot: `answered_bots` en `parley.yaml`.';
      case 'unaddressed':
        return `Este mensaje no se dirige a mí. ${howToAddress[network] ?? addressMe}`;
      case 'wordless':
        return 'Este mensaje no tiene nada que yo pueda responder. Escribe tu pregunta junto a mi nombre.';
      case 'loop':
        return 'Este mensaje lo escribió un bot, y los bots me preguntaron demasiado rápido, o demasiadas veces sin que interviniera una persona. Volveré a responder a bots aquí cuando alguien haya escrito.';
      case 'proxy':
        return 'Este mensaje lo muestra un bot en lugar de una persona, como hace PluralKit. La persona que se encarga de mí puede permitirlo: `proxies` en `parley.yaml`.';
      case 'post':
        return 'Este mensaje lo publicó un canal. La persona que se encarga de mí puede permitirme responder a las publicaciones que me mencionan: `channel_posts` en `parley.yaml`.';
      case 'others':
        return 'Este mensaje menciona a otra persona o le responde, así que entendí que era para ella. Mencióname para preguntarme.';
      case 'shared':
        return 'Aquí tienes que mencionarme, porque en este hilo también escriben otras personas, o quizá escribieron antes de que yo pudiera verlo.';
      case 'full':
        return 'Había demasiadas preguntas en espera aquí cuando llegó este mensaje. Vuelve a preguntar, por favor.';
      case 'denied':
        return whyDenied(reason, chatId);
    }
  },
  own: 'Este mensaje lo escribí yo y no es la respuesta de un modelo, o es demasiado antiguo para que lo recuerde.',
  unknown: (network: string) =>
    `No conozco este mensaje. Nunca me llegó, o es demasiado antiguo para que lo recuerde. ${whyUnseen[network] ?? ''}`.trim(),

  waiting: (turnsAhead: number) =>
    turnsAhead === 0
      ? 'Esta pregunta es la siguiente aquí: empezaré en cuanto pueda dar otra respuesta.'
      : `Esta pregunta ocupa el puesto ${turnsAhead + 1} en la cola. Aquí respondo de una en una.`,
  running: 'Estoy respondiendo a esta pregunta ahora mismo.',
  dropped:
    'Esta pregunta se detuvo antes de que yo empezara a responderla. Vuelve a preguntar, por favor.',
  forgotten: 'Esta pregunta se borró o me pidieron que la olvidara. Ya no sé cuál era.',
  noModel:
    'No pregunté a ningún modelo: abandoné, o no pude mostrar la respuesta. Vuelve a preguntar, por favor.',
  unread:
    'No pregunté a ningún modelo, porque en este mensaje no había nada que un modelo pudiera leer. Mi respuesta dice por qué.',
  ended: (
    state: Turn['state'],
    model: string,
    agoMs: number | undefined,
    lastAttempt: Attempt | undefined,
  ) => {
    const when = agoInWords(agoMs);
    if (state === 'stopped') {
      return `${model} estaba respondiendo a este mensaje, hasta que se detuvo la respuesta${when}.`;
    }
    if (state !== 'failed') return `${model} respondió a este mensaje${when}.`;
    const failure = lastAttempt ? outcomeInWords(lastAttempt.outcome) : 'falló';
    return `${model} debía responder a este mensaje${when}, pero ${failure}.`;
  },
  repeated: (model: string, agoMs: number | undefined) =>
    `${model} respondió a este mensaje${agoInWords(agoMs)}. No dejaba de repetirse, así que lo detuve y dejé fuera la repetición.`,
  resumed: (count: number) =>
    count === 1
      ? 'Entretanto me reinicié.'
      : `Entretanto me reinicié ${plural(count, { one: 'vez', many: 'de veces', other: 'veces' })}.`,
  cost: (usd, isEstimated) =>
    usd === undefined
      ? 'No sé cuánto costó esta respuesta.'
      : `Esta respuesta costó ${cost(usd, isEstimated)}.`,

  attempt: ({ provider, model, keyAlias, outcome, ...attempt }: Attempt): string => {
    const key = keyAlias ? ` (${keyAlias})` : '';
    const facts = attemptFacts(attempt).join(', ');
    return `\`${provider}/${model}\`${key} ${outcomeInWords(outcome)}: ${facts}`;
  },
};

/** Begins with a space, or is empty when the time is unknown. */
function agoInWords(agoMs: number | undefined): string {
  return agoMs === undefined ? '' : ` hace ${durationInWords(agoMs, 'es')}`;
}

function outcomeInWords(outcome: Attempt['outcome']): string {
  if (outcome === 'answered') return 'respondió';
  if (outcome === 'stopped') return 'fue detenido';
  return failures[outcome].past ?? failures[outcome].reason;
}
