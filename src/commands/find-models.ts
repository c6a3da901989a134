import type { Choice, CommandCall, CommandContext, ModelChoice } from '../contracts/command.ts';

/** The models that somebody may mean, names that begin with what was typed first. A whole name means one. */
export function findModels(models: readonly ModelChoice[], typed: string): readonly ModelChoice[] {
  const exact = models.find(({ name }) => name === typed);
  return exact ? [exact] : matches(models, typed);
}

/** As `CommandOption.complete`. */
export async function completeModel(
  typed: string,
  _call: CommandCall,
  powers: CommandContext,
): Promise<readonly Choice[]> {
  const models = matches(await powers.models(), typed);
  return models.map(({ name, hint }) => ({ name: hint ? `${name} · ${hint}` : name, value: name }));
}

function matches(models: readonly ModelChoice[], typed: string): readonly ModelChoice[] {
  const part = typed.toLowerCase();
  const at = ({ name }: ModelChoice) => name.toLowerCase().indexOf(part);
  return models
    .filter((choice) => at(choice) >= 0)
    .sort((a, b) => Math.min(at(a), 1) - Math.min(at(b), 1));
}
