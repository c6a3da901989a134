import type { Choice, CommandCall, CommandContext, ModelChoice } from '../contracts/command.ts';

/**
 * Finds the models that a person may mean, first those whose names start with the typed text. A
 * complete name means one model.
 */
export function findModels(models: readonly ModelChoice[], typed: string): readonly ModelChoice[] {
  const exact = models.find(({ name }) => name === typed);
  return exact ? [exact] : matchModels(models, typed);
}

/** As `CommandOption.complete`. */
export async function completeModel(
  typed: string,
  _call: CommandCall,
  context: CommandContext,
): Promise<readonly Choice[]> {
  const models = matchModels(await context.models(), typed);
  return models.map(({ name, hint }) => ({ name: hint ? `${name} · ${hint}` : name, value: name }));
}

function matchModels(models: readonly ModelChoice[], typed: string): readonly ModelChoice[] {
  const part = typed.toLowerCase();
  const indexIn = ({ name }: ModelChoice) => name.toLowerCase().indexOf(part);
  // 0: the name starts with the part. 1: the part comes later.
  const rank = (choice: ModelChoice) => Math.min(indexIn(choice), 1);

  return models.filter((choice) => indexIn(choice) >= 0).sort((a, b) => rank(a) - rank(b));
}
