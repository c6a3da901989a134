import { dayIn } from '../day-in.ts';
import type { models as original } from '../en/models.ts';
import { modelHintIn } from '../model-hint-in.ts';
import { pluralIn } from '../plural.ts';

const count = pluralIn('es');
const MODELS = { one: 'modelo', many: 'de modelos', other: 'modelos' };
const day = dayIn('es');

/** The sentences about the choice of a model. */
export const models: typeof original = {
  modelHint: modelHintIn('es', {
    pauses: (duration) => `en pausa durante ${duration}`,
    ends: (date) => `se retira el ${day(date)}`,
    sees: 've imágenes',
    hears: 'oye audio',
    reasons: 'razona',
    startsAfter: (duration) => `empieza tras ${duration}`,
  }),
  currentModel: (name: string) => `Aquí responde ${name}. Elige un modelo:`,
  noModelAnswers: 'Aquí todavía no responde ningún modelo. Elige uno:',
  noModels:
    'No encontré ningún modelo. Escribe `/model` y el nombre completo de uno, como en `openai/NAME`. `npm run doctor` indica a la persona que se encarga de mí qué falla.',
  pickService: (name: string) =>
    `Aquí responde ${name}. Elige un servicio, o escribe \`/model\` con una parte del nombre de un modelo:`,
  modelsOfService: (service: string, models: number) => `${count(models, MODELS)} de ${service}:`,
  serviceLine: (service: string, models: number) => `- ${service}: ${count(models, MODELS)}`,
  allServices: 'Todos los servicios',
  onlyModel: (name: string, hint = '') =>
    `Aquí responde ${name}. No hay ningún otro modelo.${inBrackets(hint)}`,
  modelChosen: (name: string, hint = '') =>
    `A partir de ahora, aquí responde ${name}.${inBrackets(hint)}`,
  modelEnds: (name: string, date: string) =>
    `El servicio de ${name} lo retirará el ${day(date)}. Elige otro antes de esa fecha.`,
  modelUnlisted: (name: string) =>
    `A partir de ahora, aquí responde ${name}. Su proveedor no lo incluye en su lista, así que no puedo saber si existe.`,
  modelMissing: (name: string, names: string) =>
    `(${name} falló. Este modelo no existe. ¿Te refieres a alguno de estos: ${names}? Elige uno con \`/model\`. \`npm run doctor\` indica a la persona que se encarga de mí dónde figura el nombre equivocado.)`,
  modelAmbiguous: (typed: string) => `Varios modelos coinciden con «${typed}». ¿Cuál quieres?`,
  modelInSeveral: (typed: string, services: string) =>
    `Varios servicios tienen un modelo «${typed}»: ${services}. ¿Cuál quieres?`,
  modelUnknown: (typed: string) => `Ningún modelo coincide con «${typed}». Elige uno de estos:`,
  noModelMatches: (typed: string) =>
    `Ningún modelo coincide con «${typed}». \`/model\` los muestra todos.`,
  modelsMatch: (typed: string) =>
    `Varios modelos coinciden con «${typed}». Escribe una parte más larga del nombre.`,
};

function inBrackets(hint: string): string {
  return hint && ` (${hint})`;
}
