import { modelHint } from '../model-hint.ts';

/** The sentences about the choice of a model. */
export const models = {
  modelHint,
  modelLine: (name: string, hint: string) => `- \`${name}\`${hint ? ` ${hint}` : ''}`,
  currentModel: (name: string) => `${name} answers here. Pick another model:`,
  onlyModel: (name: string, hint = '') =>
    `${name} answers here. There is no other model.${inBrackets(hint)}`,
  modelChosen: (name: string, hint = '') => `From now on, ${name} answers here.${inBrackets(hint)}`,
  modelUnlisted: (name: string) =>
    `From now on, ${name} answers here. Its provider doesn't list it, so I can't tell whether it exists.`,
  modelAmbiguous: (typed: string) => `Several models match “${typed}”. Which one?`,
  modelUnknown: (typed: string) => `No model matches “${typed}”. Pick one of these:`,
  noModelMatches: (typed: string) => `No model matches “${typed}”. \`/model\` shows all of them.`,
  modelsMatch: (typed: string) => `Several models match “${typed}”. Please type more of the name.`,
};

function inBrackets(hint: string): string {
  return hint && ` (${hint})`;
}
