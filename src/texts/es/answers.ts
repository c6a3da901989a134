import type { ProviderErrorKind } from '../../contracts/provider.ts';
import type { answers as original } from '../en/answers.ts';
import { pluralIn } from '../plural.ts';
import { wasAsked } from '../was-asked.ts';
import { cost } from './cost.ts';
import { failures } from './failures.ts';

const plural = pluralIn('es');
const TOKENS = { one: 'token', many: 'de tokens', other: 'tokens' };
const whole = new Intl.NumberFormat('es');
const oneDecimal = new Intl.NumberFormat('es', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** The sentences in and around an answer. */
export const answers: typeof original = {
  reasoningLabel: 'Razonamiento',
  onlyThoughts: '(El modelo solo pensó en voz alta. Esto es lo que pensó.)',
  thoughtsCut: '(El modelo pensó más cosas, pero son demasiado largas para mostrarlas.)',
  thinking: (ms: number) => `(pensando… ${Math.round(ms / 1_000)} s)`,
  footer: (parts: readonly string[]) => `*${parts.join(' · ')}*`,
  tokens: (input: number | undefined, output: number | undefined, cached = 0) => {
    // Services that count nothing report zeros.
    if (!input && !output) return '';
    const sum = plural((input ?? 0) + (output ?? 0), TOKENS);
    return cached > 0 ? `${sum} (${whole.format(cached)} en caché)` : sum;
  },
  seconds: (ms: number) => `${oneDecimal.format(ms / 1_000)} s`,
  cost,
  sources: (links: readonly string[]) => `Fuentes: ${links.join(' · ')}`,
  stopped: '(respuesta detenida)',
  interrupted: '(Me estoy reiniciando. Cuando vuelva, escribiré esta respuesta de nuevo.)',
  gaveUp:
    'Abandoné esta respuesta porque tuve que reiniciarme varias veces. Vuelve a preguntar, por favor.',
  continuedBy: (model: string) => `(${model} escribió el resto de esta respuesta.)`,
  cutByLength: '(El modelo se detuvo al llegar a su límite de longitud.)',
  cutByFilter: '(El filtro de contenido del modelo detuvo esta respuesta.)',
  cutBySize: '(Detuve esta respuesta porque se hizo demasiado larga.)',
  cutByRepetition: '(El modelo no dejaba de repetirse, así que lo detuve.)',
  continuesInFile: '… el resto llegará en un archivo.',
  wholeInFile: '… el archivo contiene la respuesta completa.',
  fileForbidden:
    '(No tengo permiso para adjuntar archivos aquí, así que no puedo mostrar el resto de esta respuesta.)',
  fileRefused:
    '(Esta red no aceptó el archivo con el resto de esta respuesta, así que no puedo mostrarlo.)',
  trimmed:
    '(Los mensajes más antiguos ya no caben en el modelo. Esta respuesta no los tiene en cuenta y las siguientes recibirán un resumen de ellos. `/reset` empieza una conversación nueva.)',
  trimmedWithoutSummary:
    '(Los mensajes más antiguos ya no caben en el modelo, así que respondo sin ellos. `/reset` empieza una conversación nueva.)',
  materialCut:
    '(No todo lo que acompaña a tu pregunta cabe en el modelo, así que dejé fuera una parte.)',
  questionCut: '(Tu mensaje no cabe en el modelo. Solo leí el principio.)',
  refused: '(Esta red no quiso mostrar mi respuesta. Pregunta de otra manera, por favor.)',
  removed: '(eliminado)',
  refusedPart: '(Esta red no quiso mostrar una parte de mi respuesta.)',
  noAnswer:
    'El modelo no dio ninguna respuesta. Vuelve a preguntar o elige otro modelo con `/model`.',
  questionTooLong: (model: string) =>
    `(Tu pregunta, aun sin nada más, es demasiado larga para ${model}. Acórtala o pregunta a otro modelo: \`/model\` los muestra todos.)`,
  instructionsTooLong: (model: string) =>
    `(Mis instrucciones, aun sin nada más, son demasiado largas para ${model}. Avisa a la persona que se encarga de mí o elige otro modelo con \`/model\`.)`,
  failed: (kind: ProviderErrorKind, model: string) =>
    wasAsked(kind) ? `(${model} falló. ${failures[kind].cure})` : `(${failures[kind].cure})`,
  replaced: (model: string, requested: string, reason: ProviderErrorKind | undefined) =>
    `(Responde ${model}, porque ${requested} ${reason ? failures[reason].reason : 'no responde'}.)`,
  failedInside:
    '(Algo salió mal por mi parte. Vuelve a preguntar, por favor; la causa está en mi registro.)',
};
