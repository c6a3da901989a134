import type { controls as original } from '../en/controls.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('es');

/** The sentences of the buttons and commands that act on answers. */
export const controls: typeof original = {
  stopLabel: 'Detener',
  regenerateLabel: 'Regenerar',
  continueLabel: 'Continuar',
  regenerating: 'Regenerando…',
  continuing: 'Continuando…',
  controlRefused: {
    forbidden: 'Eso solo pueden hacerlo quien preguntó, la moderación de aquí o mis admins.',
    busy: 'Todavía estoy con esta respuesta, o hay demasiadas preguntas en espera. Vuelve a intentarlo más tarde.',
    gone: 'No encuentro esta respuesta: aún no existe o es demasiado antigua. Vuelve a preguntar, por favor.',
    forgotten:
      'Ya no conozco esta pregunta: se borró o me pidieron que la olvidara. Vuelve a hacerla, por favor.',
    pointless: 'Con esta respuesta ya no queda nada por hacer.',
  },
  forgotten:
    'Listo. Olvidé esta pregunta y mi respuesta. Si nadie debe verlas, borra también los mensajes.',
  forgetHowTo: {
    discord:
      'Abre el menú de una pregunta o de una respuesta (clic derecho, o mantenla pulsada) y elige **Aplicaciones**, **Olvidar**.',
    telegram:
      'Responde con `/forget` a la pregunta o a la respuesta que debo olvidar. `/reset` olvida toda la conversación.',
  },
  undone: 'Listo. Retiré la última pregunta y mi respuesta. Los mensajes siguen visibles aquí.',
  undoneOwn:
    'Listo. Retiré tu última pregunta y mi respuesta. Lo que preguntaron otras personas se conserva. Los mensajes siguen visibles aquí.',
  nothingToStop: 'No estoy respondiendo nada aquí.',
  nothingOwnToStop:
    'No estoy respondiendo ninguna pregunta tuya aquí. Las de otras personas pueden detenerlas ellas mismas, la moderación de aquí o mis admins.',
  stoppedTurns: (count: number) =>
    count === 1
      ? 'Respuesta detenida.'
      : `Respuesta detenida, junto con ${plural(count - 1, { one: 'pregunta', many: 'de preguntas', other: 'preguntas' })} en espera.`,
  stoppedOwnTurns: (count: number) =>
    count === 1
      ? 'Detuve tu pregunta. Lo que preguntaron otras personas sigue adelante.'
      : `Detuve ${plural(count, { one: 'pregunta tuya', many: 'de preguntas tuyas', other: 'preguntas tuyas' })}. Lo que preguntaron otras personas sigue adelante.`,
  reset: 'Listo. Olvidé lo que se dijo aquí y empiezo una conversación nueva.',
  resetExceptPins:
    'Listo. Olvidé lo que se dijo aquí y empiezo una conversación nueva. Lo fijado se conserva: `/pins` lo muestra.',
};
