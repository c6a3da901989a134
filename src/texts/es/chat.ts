import type { NearbyLimits } from '../../contracts/settings.ts';
import type { StoreErrorKind } from '../../errors.ts';
import { durationInWords } from '../durations.ts';
import type { HelpFacts, chat as original } from '../en/chat.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('es');

/** The sentences of a conversation that belong to no single command. */
export const chat: typeof original = {
  howToAsk:
    'Escribe tu pregunta junto a mi nombre o mencióname al responder al mensaje que quieres que conteste. `/help` muestra qué más puedo hacer.',
  greeting:
    '¡Hola! Mencióname o responde a uno de mis mensajes y te contestaré. `/model` sirve para elegir el modelo y `/help` muestra lo demás.',
  queuePlace: (place: number) => `Tu pregunta ocupa el puesto ${place} en la cola de este chat.`,
  threadTitle: 'Pregunta',
  queueFull:
    'Hay demasiadas preguntas en espera aquí. Vuelve a preguntar cuando se hayan respondido algunas.',
  unknownCommand: (name: string, commands: readonly string[]) =>
    `No conozco \`/${name}\`. Conozco ${commands.map((command) => `\`/${command}\``).join(', ')}.`,
  commandFailed: (name: string) =>
    `\`/${name}\` falló. Vuelve a intentarlo, por favor; la causa está en mi registro.`,
  tooManyChoices:
    'Ya guardo tantos ajustes de lugares y personas como puedo. Restablece alguno que ya no haga falta, o avisa a la persona que se encarga de mí.',
  storeFailed: (kind: StoreErrorKind): string => storeFailures[kind],
  tooOldButton: 'Este botón es demasiado antiguo. Vuelve a usar el comando, por favor.',
  welcome: '¡Hola!',
  listComma: ', ',
  help: ({ commands, network, isDirect }: HelpFacts) =>
    [
      isDirect
        ? 'Escríbeme y te responderé con un modelo de lenguaje. Recuerdo lo que se ha dicho aquí.'
        : 'Mencióname o respóndeme y te contestaré con un modelo de lenguaje. Recuerdo lo que se ha dicho aquí.',
      '',
      ...commands.map(
        ({ name, description, target }) =>
          `- \`/${name}\` ${description}${target ? ' (sobre un mensaje)' : ''}`,
      ),
      '',
      howToTarget[network] ?? '',
    ]
      .join('\n')
      .trim(),
  nearbyIsOn: ({ messages, ageMs }: NearbyLimits) =>
    `La persona que se encarga de mí permite que el modelo lea lo que se escribió aquí antes de una pregunta: como máximo ${plural(messages, { one: 'mensaje', many: 'de mensajes', other: 'mensajes' })}, con una antigüedad de hasta ${durationInWords(ageMs, 'es')}.`,
  rich: {
    on: 'A partir de la próxima, las respuestas de este chat serán mensajes enriquecidos. Es posible que algunas aplicaciones, como Telegram Web, no los muestren; `/rich off` los desactiva.',
    off: 'A partir de la próxima, las respuestas de este chat serán mensajes normales. `/rich on` las convierte en mensajes enriquecidos, con tablas y fórmulas.',
    default:
      'La persona que se encarga de mí decide si las respuestas de este chat son mensajes enriquecidos. Puedes cambiarlo para este chat con `/rich on` y `/rich off`.',
  },
  richUnknown: 'Escribe `/rich on`, `/rich off` o `/rich default`.',
};

/** The ways to call a command on a message, by network. */
const howToTarget: Readonly<Record<string, string>> = {
  discord:
    'Sobre un mensaje: abre su menú (clic derecho, o mantenlo pulsado) y elige **Aplicaciones**.',
  telegram: 'Sobre un mensaje: respóndele con el comando.',
};

/** The words for each way in which the store can fail. The question is tried again where the network sends it again. */
const storeFailures: Readonly<Record<StoreErrorKind, string>> = {
  full: 'Ahora mismo no puedo guardar mensajes porque mi disco está lleno. Avisa a la persona que se encarga de mí para que libere espacio. Si después no llega ninguna respuesta, vuelve a preguntar.',
  damaged:
    'No puedo leer ni guardar esta conversación porque mi almacenamiento está dañado. Avisa a la persona que se encarga de mí; la causa está en mi registro.',
  unreachable:
    'Ahora mismo no puedo acceder a mi base de datos. Vuelve a intentarlo dentro de unos minutos. Si sigue igual, avisa a la persona que se encarga de mí; la causa está en mi registro.',
  unavailable:
    'Ahora mismo no puedo guardar mensajes. Avisa a la persona que se encarga de mí; la causa está en mi registro. Si después no llega ninguna respuesta, vuelve a preguntar.',
};
