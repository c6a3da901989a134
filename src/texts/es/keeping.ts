import type { DeletedData } from '../../contracts/personal-data.ts';
import type { keeping as original } from '../en/keeping.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('es');

/** The sentences about what is kept: pins, exports, personal data. */
export const keeping: typeof original = {
  pinned: {
    added: 'Mensaje fijado. Lo tendré presente; `/pins` muestra todos los mensajes fijados.',
    known: 'Este mensaje ya está fijado. `/pins` muestra todos los mensajes fijados.',
    full: 'Puedo tener presentes 20 mensajes como máximo. Quita antes uno con `/pins`.',
  },
  pinHowTo: {
    discord:
      'Abre el menú de un mensaje (clic derecho, o mantenlo pulsado) y elige **Aplicaciones**, **Fijar**. `/pins` muestra lo que está fijado.',
    telegram:
      'Responde con `/pin` al mensaje que debo tener presente. `/pins` muestra lo que está fijado.',
  },
  pinImpossible: 'No puedo fijar este mensaje: no tiene texto o ya no lo recuerdo.',
  noPins: 'Aquí no hay nada fijado.',
  pins: (lines: readonly string[]) =>
    ['Aquí tengo presentes estos mensajes:', '', ...lines].join('\n'),
  pinLine: (number: number, author: string | undefined, text: string) =>
    `${number}. ${author ?? 'Yo'}: ${text}`,
  unpinLabel: (number: number) => `Quitar ${number}`,
  exported: 'Aquí tienes nuestra conversación.',
  exportedInPart:
    'Aquí tienes la parte más reciente de nuestra conversación; entera es demasiado larga para un archivo.',
  exportHeading: (network: string) => `Una conversación en ${network}`,
  exportForwarded: (name: string) => `Reenviado de ${name}`,
  exportFile: (name: string) => `Archivo: ${name}`,
  nothingToExport: 'Aquí todavía no hay ninguna conversación.',
  deleteMyDataLabel: 'Borrar todo',
  deleteMyDataOthers:
    'Ese botón es para quien usó el comando. Para borrar lo que dijiste tú, envía /delete_my_data.',
  deleteMyDataConfirm:
    'Borraré todas las preguntas que me hiciste en esta red, con mis respuestas, y también tus palabras donde otras personas las citaron o las fijaron. Esto no se puede deshacer.',
  dataDeleted: ({ questions, quotes, pins, conversations }: DeletedData) =>
    [
      `Listo. Borré ${plural(questions, { one: 'pregunta tuya', many: 'de preguntas tuyas', other: 'preguntas tuyas' })} con mis respuestas, en ${plural(conversations, { one: 'conversación', many: 'de conversaciones', other: 'conversaciones' })}, además de ${plural(quotes, { one: 'cita', many: 'de citas', other: 'citas' })} de tus palabras y ${plural(pins, { one: 'mensaje fijado', many: 'de mensajes fijados', other: 'mensajes fijados' })}.`,
      'Los mensajes en sí siguen en esta red: bórralos allí. También se conservan mis respuestas a otras personas y las listas de quién puede usarme, que no contienen palabras tuyas.',
      'De tu consumo solo quedan cifras. Las de meses anteriores ya no dicen que eran tuyas; las de este mes conservan tu id, sin tu nombre, hasta que termine el mes, porque los límites se calculan con ellas.',
    ].join(' '),
};
