import type { settingsTexts as original } from '../en/settings.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('es');

/** The sentences of `/settings`. */
export const settingsTexts: typeof original = {
  inForce: '**Ajustes vigentes aquí**',
  line: (name: string, value: string, origin: string) => `- **${name}**: ${value} (${origin})`,
  shortLine: (name: string, value: string) => `- **${name}**: ${value}`,
  page: (name: string, value: string, origin: string) => `**${name}**: ${value} (${origin})`,
  appliesTo: (place: string) => `Lo que cambies se aplica a: **${place}**.`,
  readOnly:
    'Solo puedes consultar estos ajustes. Los que no afectan a nadie más que a ti están en **Para mí**.',
  forbidden: 'No puedes cambiar eso aquí. `/settings` muestra lo que puedes cambiar.',
  names: {
    model: 'Modelo',
    persona: 'Personaje',
    reasoning: 'Razonamiento',
    footer: 'Datos al pie',
    language: 'Idioma',
    threads: 'Un hilo por mención',
    follow_up: 'Responder sin mención',
    nearby: 'Mensajes cercanos',
    rich: 'Mensajes enriquecidos',
    files: 'Archivos e imágenes',
    history_days: 'Días de conservación',
    temperature: 'Temperatura',
    top_p: 'Top P',
    top_k: 'Top K',
    typical_p: 'Typical P',
    repetition_penalty: 'Penalización por repetición',
    presence_penalty: 'Penalización por presencia',
    frequency_penalty: 'Penalización por frecuencia',
    max_tokens: 'Longitud máxima',
    seed: 'Semilla',
    reasoning_effort: 'Esfuerzo de razonamiento',
  },
  meanings: {
    model: 'El modelo que responde.',
    persona: 'El personaje que soy.',
    reasoning: 'Si se ve lo que piensa un modelo antes de responder.',
    footer: 'Lo que aparece debajo de cada respuesta.',
    language: 'El idioma de mis propias frases. El modelo responde en el idioma de la pregunta.',
    threads: 'Si cada pregunta abre un hilo.',
    follow_up: 'Dónde respondo a mensajes que no me mencionan.',
    nearby: 'Cuántos mensajes anteriores a una pregunta lee el modelo.',
    rich: 'Si las respuestas son mensajes enriquecidos de Telegram, con tablas y fórmulas.',
    files: 'Si leo archivos e imágenes.',
    history_days: 'Cuánto tiempo guardo lo que se ha dicho.',
    temperature: 'Cuánto azar hay en la elección de las palabras.',
    top_p: 'La proporción de palabras probables entre las que elige el modelo.',
    top_k: 'El número de palabras probables entre las que elige el modelo.',
    typical_p: 'Lo típicas que son las palabras entre las que elige el modelo.',
    repetition_penalty: 'Cuánto evita el modelo las palabras que ya escribió.',
    presence_penalty: 'Cuánto evita el modelo los temas sobre los que ya escribió.',
    frequency_penalty: 'Cuánto evita el modelo las palabras que escribió muchas veces.',
    max_tokens:
      'El máximo de tokens de una respuesta. Un token equivale a unas tres cuartas partes de una palabra.',
    seed: 'Con la misma semilla, algunos modelos responden a la misma pregunta con las mismas palabras.',
    reasoning_effort: 'Cuánto piensa el modelo antes de responder.',
  },
  on: 'sí',
  off: 'no',
  none: 'ninguno',
  unset: 'según el modelo',
  reasoning: { hidden: 'oculto', folded: 'plegado encima de la respuesta' },
  footerParts: { model: 'modelo', tokens: 'tokens', seconds: 'segundos', cost: 'costo' },
  readersLanguage: 'el de cada persona',
  followUp: { own: 'en mis hilos', always: 'en todas partes', never: 'en ninguna parte' },
  effort: { none: 'ninguno', low: 'bajo', medium: 'medio', high: 'alto' },
  nearbyMessages: (count: number) =>
    plural(count, { one: 'mensaje', many: 'de mensajes', other: 'mensajes' }),
  days: (count: number) => plural(count, { one: 'día', many: 'de días', other: 'días' }),
  withoutLimit: 'sin límite',
  tokens: (count: number) => plural(count, { one: 'token', many: 'de tokens', other: 'tokens' }),
  richDefault: 'según la persona que se encarga de mí',
  ownInstructions: 'instrucciones escritas aquí',
  origins: {
    default: 'valor predeterminado',
    operator: {
      here: 'establecido para este lugar por la persona que se encarga de mí',
      parent: 'establecido para todo el canal o grupo por la persona que se encarga de mí',
      category: 'establecido para esta categoría por la persona que se encarga de mí',
      server: 'establecido para este servidor por la persona que se encarga de mí',
      network: 'establecido para esta red por la persona que se encarga de mí',
      bot: 'establecido por la persona que se encarga de mí',
    },
    people: {
      here: 'elegido aquí',
      parent: 'elegido para todo el canal o grupo',
      category: 'elegido para esta categoría',
      server: 'elegido para este servidor',
      network: 'elegido para esta red',
      bot: 'elegido para todos los lugares',
    },
  },
  places: {
    discord: {
      direct: 'este chat',
      group: 'este canal',
      thread: 'este hilo',
      parent: 'todo el canal',
      server: 'todo el servidor',
      network: 'todo Discord',
      bot: 'todos los lugares',
    },
    telegram: {
      direct: 'este chat',
      group: 'este grupo',
      thread: 'este tema',
      parent: 'todo el grupo',
      server: 'todo el servidor',
      network: 'todo Telegram',
      bot: 'todos los lugares',
    },
  },
  changeLabel: 'Cambiar un ajuste',
  placeLabel: 'Dónde se aplica',
  valueLabel: 'Elegir un valor',
  typeLabel: 'Escribir un valor',
  clearLabel: 'Como en el nivel superior',
  backLabel: 'Volver',
  stale: 'Eso cambió mientras tanto. Ahora está así:',
  changed: (person: string, name: string, value: string, place: string) =>
    `${person} cambió **${name}** a **${value}**. Se aplica a: ${place}.`,
  cleared: (person: string, name: string, value: string, place: string) =>
    `${person} restableció **${name}**; su valor aquí es ahora **${value}**. Se aplica a: ${place}.`,
  unchanged: (name: string, value: string) => `El valor de **${name}** ya es **${value}**.`,
  howToType: (name: string) => `Escribe \`/settings ${name}\` y el valor.`,
  unknownName: (typed: string, names: readonly string[]) =>
    `No hay ningún ajuste «${typed}». Existen estos: ${listOf(names)}.`,
  possible: {
    choice: (name: string, values: readonly string[]) =>
      `**${name}** admite estos valores: ${listOf(values)}.`,
    number: (name: string, min: number, max: number) =>
      `**${name}** es un número de ${min} a ${max}.`,
    wholeNumber: (name: string, min: number, max: number) =>
      `**${name}** es un número entero de ${min} a ${max}.`,
    daysAtMost: (days: number) =>
      `**Días de conservación** es un número entero de 1 a ${days}. Solo mis admins pueden guardar las cosas más tiempo.`,
    days: '**Días de conservación** es un número entero de 0 a 3650. Con 0 se guarda todo.',
    footer:
      '**Datos al pie** puede ser none (ninguno), all (todos) o uno o más de: model, tokens, seconds, cost.',
    nearby: '**Mensajes cercanos** puede ser off (no) o un número de mensajes de 1 a 100.',
    model: (typed: string) =>
      `«${typed}» no coincide con un único modelo. \`/model\` los muestra todos.`,
    noPersonas: 'Todavía no hay personajes entre los que elegir.',
  },
  me: {
    label: 'Para mí',
    title: (person: string) => `**Solo para ${person}**`,
    others: 'Estos son los ajustes de otra persona. `/settings` muestra los tuyos.',
    names: { language: 'Mi idioma', threads: 'Responderme en un hilo', memory: 'Memoria' },
    line: (name: string, value: string) => `- **${name}**: ${value}`,
    language: 'el de mi aplicación',
    threadsOn: 'siempre',
    threadsOff: 'según el lugar',
    memoryOn: 'activada',
    memoryOff:
      'desactivada (respondo a cada pregunta sin tener en cuenta lo anterior y después la olvido)',
    memoryOffLabel: 'desactivada',
  },
};

function listOf(values: readonly string[]): string {
  return values.map((value) => `\`${value}\``).join(', ');
}
