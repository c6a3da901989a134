import { dayIn } from '../day-in.ts';
import { modelHintIn } from '../model-hint-in.ts';
import { pluralIn } from '../plural.ts';

const count = pluralIn('en');
const MODELS = { one: 'model', other: 'models' };
const day = dayIn('en');

/** The sentences about the choice of a model. */
export const models = {
  modelHint: modelHintIn('en', {
    pauses: (duration) => `pauses for ${duration}`,
    ends: (date) => `ends on ${day(date)}`,
    sees: 'sees images',
    hears: 'hears',
    reasons: 'reasons',
    startsAfter: (duration) => `starts after ${duration}`,
  }),
  currentModel: (name: string) => `${name} answers here. Pick a model:`,
  /** In place of `currentModel` and `pickService`. */
  noModelAnswers: 'No model answers here yet. Pick one:',
  noModels:
    'I found no model. Write `/model` and the whole name of one, as in `openai/NAME`. `npm run doctor` shows the person who runs me what is wrong.',
  /** Above a menu of services, each of which opens the menu of its models. */
  pickService: (name: string) =>
    `${name} answers here. Pick a service, or write \`/model\` with a part of a model's name:`,
  modelsOfService: (service: string, models: number) => `${count(models, MODELS)} of ${service}:`,
  serviceLine: (service: string, models: number) => `- ${service}: ${count(models, MODELS)}`,
  /** The label of a button. */
  allServices: 'All services',
  onlyModel: (name: string, hint = '') =>
    `${name} answers here. There is no other model.${inBrackets(hint)}`,
  modelChosen: (name: string, hint = '') => `From now on, ${name} answers here.${inBrackets(hint)}`,
  modelEnds: (name: string, date: string) =>
    `The service of ${name} shuts it down on ${day(date)}. Please pick another one before that.`,
  modelUnlisted: (name: string) =>
    `From now on, ${name} answers here. Its provider doesn't list it, so I can't tell whether it exists.`,
  /** In place of an answer. `names`: one to three existing ones, joined by commas. */
  modelMissing: (name: string, names: string) =>
    `(${name} failed. This model doesn't exist. Did you mean one of these: ${names}? Pick one with \`/model\`. \`npm run doctor\` shows the person who runs me where the wrong name stands.)`,
  modelAmbiguous: (typed: string) => `Several models match “${typed}”. Which one?`,
  /** `services`: their names, joined by commas. */
  modelInSeveral: (typed: string, services: string) =>
    `Several services have a model “${typed}”: ${services}. Which one?`,
  modelUnknown: (typed: string) => `No model matches “${typed}”. Pick one of these:`,
  noModelMatches: (typed: string) => `No model matches “${typed}”. \`/model\` shows all of them.`,
  modelsMatch: (typed: string) => `Several models match “${typed}”. Please type more of the name.`,
};

function inBrackets(hint: string): string {
  return hint && ` (${hint})`;
}
