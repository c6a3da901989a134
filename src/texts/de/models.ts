import { dayIn } from '../day-in.ts';
import type { models as original } from '../en/models.ts';
import { modelHintIn } from '../model-hint-in.ts';
import { pluralIn } from '../plural.ts';
import { inDative } from './after-preposition.ts';

const count = pluralIn('de');
const MODELS = { one: 'Modell', other: 'Modelle' };
const day = dayIn('de');

/** The sentences about the choice of a model. */
export const models: typeof original = {
  modelHint: modelHintIn('de', {
    pauses: (duration) => `pausiert ${duration}`,
    ends: (date) => `endet am ${day(date)}`,
    sees: 'sieht Bilder',
    hears: 'kann hören',
    reasons: 'denkt nach',
    startsAfter: (duration) => `beginnt nach ${inDative(duration)}`,
  }),
  currentModel: (name) => `Hier antwortet ${name}. Wähle ein Modell:`,
  noModelAnswers: 'Hier antwortet noch kein Modell. Wähle eins:',
  noModels:
    'Ich habe kein Modell gefunden. Schreib `/model` und den ganzen Namen eines Modells, etwa `openai/NAME`. `npm run doctor` zeigt der Person, die mich betreibt, woran es liegt.',
  pickService: (name) =>
    `Hier antwortet ${name}. Wähle einen Anbieter, oder schreib \`/model\` mit einem Teil eines Modellnamens:`,
  modelsOfService: (service, models) => `${count(models, MODELS)} von ${service}:`,
  serviceLine: (service, models) => `- ${service}: ${count(models, MODELS)}`,
  allServices: 'Alle Anbieter',
  onlyModel: (name, hint = '') =>
    `Hier antwortet ${name}. Ein anderes Modell gibt es nicht.${inBrackets(hint)}`,
  modelChosen: (name, hint = '') => `Ab jetzt antwortet hier ${name}.${inBrackets(hint)}`,
  modelEnds: (name, date) =>
    `Der Anbieter schaltet ${name} am ${day(date)} ab. Bitte wähle vorher ein anderes Modell.`,
  modelUnlisted: (name) =>
    `Ab jetzt antwortet hier ${name}. Sein Anbieter führt es nicht auf, deshalb weiß ich nicht, ob es existiert.`,
  modelMissing: (name, names) =>
    `(${name} konnte nicht antworten. Dieses Modell existiert nicht. Meinst du vielleicht: ${names}? Wähle es mit \`/model\`. \`npm run doctor\` zeigt der Person, die mich betreibt, wo der falsche Name steht.)`,
  modelAmbiguous: (typed) => `Zu „${typed}“ passen mehrere Modelle. Welches meinst du?`,
  modelInSeveral: (typed, services) =>
    `Mehrere Anbieter haben ein Modell „${typed}“: ${services}. Welches meinst du?`,
  modelUnknown: (typed) => `Zu „${typed}“ passt kein Modell. Wähle eins davon:`,
  noModelMatches: (typed) => `Zu „${typed}“ passt kein Modell. \`/model\` zeigt alle.`,
  modelsMatch: (typed) => `Zu „${typed}“ passen mehrere Modelle. Bitte schreib mehr von dem Namen.`,
};

function inBrackets(hint: string): string {
  return hint && ` (${hint})`;
}
