import type { UnreadableFileReason } from '../../contracts/material.ts';
import type { material as original } from '../en/material.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('es');

/** The forms of a reason for one file and for several. Names of files, voice and video messages are masculine. */
type Reason = readonly [one: string, several: string];

/** The reasons why files were not read, each as the end of a sentence. */
const reasons: Readonly<Record<UnreadableFileReason, Reason>> = {
  'unknown kind': ['es de un tipo que no conozco', 'son de un tipo que no conozco'],
  damaged: [
    'está dañado o no es lo que dice su nombre',
    'están dañados o no son lo que dicen sus nombres',
  ],
  locked: ['está protegido con contraseña', 'están protegidos con contraseña'],
  empty: ['está vacío', 'están vacíos'],
  'too large': [
    'es demasiado grande, comprimido o descomprimido',
    'son demasiado grandes, comprimidos o descomprimidos',
  ],
  'too heavy': [
    'leerlo lleva demasiado tiempo o demasiada memoria',
    'leerlos lleva demasiado tiempo o demasiada memoria',
  ],
  gone: ['la red ya no lo tiene', 'la red ya no los tiene'],
  failed: [
    'no pude obtenerlo a tiempo, así que inténtalo de nuevo',
    'no pude obtenerlos a tiempo, así que inténtalo de nuevo',
  ],
  unseen: ['no puedo verlo', 'no puedo verlos'],
  unheard: ['no puedo escucharlo', 'no puedo escucharlos'],
  spent: [
    'lo que queda aquí del presupuesto no alcanza para escucharlo',
    'lo que queda aquí del presupuesto no alcanza para escucharlos',
  ],
  off: ['aquí no se leen archivos', 'aquí no se leen archivos'],
  'too many': [
    'hay demasiados a la vez y leí los más recientes',
    'hay demasiados a la vez y leí los más recientes',
  ],
};

/** The sentences around an answer about what its question refers to. */
export const material: typeof original = {
  voiceMessages: 'mensajes de voz',
  theVoiceMessage: 'el mensaje de voz',
  videoMessages: 'videomensajes',
  theVideoMessage: 'el videomensaje',
  file: 'archivo',
  transcriptLabel: 'Lo que oí',
  transcript: (words: string) => `🎤 «${words}»`,

  unread: (groups: readonly (readonly [why: UnreadableFileReason, names: readonly string[]])[]) =>
    `(No pude leer ${groups.map(describeGroup).join('; tampoco ')}.)`,

  // What was read of each is in English.
  cut: (files: readonly { readonly name: string; readonly cut: string }[]) =>
    `(Solo leí una parte de esto: ${listNames(files.map(({ name }) => name))}.)`,

  unheard: (names: readonly string[]) =>
    `(No puedo escuchar ${listNames(names)}. Para que pueda, la persona que se encarga de mí tiene que configurar \`TRANSCRIPTION_API_KEY\`.)`,

  unseen: (model: string, models: readonly string[]) =>
    models.length === 0
      ? `(${model} no puede ver imágenes.)`
      : `(${model} no puede ver imágenes. Con \`/model\` puedes elegir uno que sí puede: ${listNames(models, 'o')}.)`,
};

const MAX_NAMES = 5;

function describeGroup([why, names]: readonly [UnreadableFileReason, readonly string[]]): string {
  const [one, several] = reasons[why];
  return `${listNames(names)}: ${names.length === 1 ? one : several}`;
}

function listNames(names: readonly string[], lastWord: 'y' | 'o' = 'y'): string {
  const hidden = names.length - MAX_NAMES;
  if (hidden > 1) {
    const rest = plural(hidden, { other: 'más' });
    return `${names.slice(0, MAX_NAMES).join(', ')} y ${rest}`;
  }
  if (names.length < 2) return names.join('');
  const last = names.at(-1) ?? '';
  return `${names.slice(0, -1).join(', ')} ${beforeSound(lastWord, last)} ${last}`;
}

/** `y` and `o` change before a word that begins with their own sound. Names may stand in backticks. */
function beforeSound(word: 'y' | 'o', next: string): string {
  if (word === 'o') return /^`?h?o/i.test(next) ? 'u' : word;
  return /^`?h?i(?!e)/i.test(next) ? 'e' : word;
}
