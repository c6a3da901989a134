import type { Choice, CommandCall, CommandContext, ModelChoice } from '../contracts/command.ts';
import { textsIn } from '../texts/index.ts';

/** Marks the model that answers. */
export const CURRENT_MARK = '✓';

/**
 * Finds the models that a person may mean, first those whose names start with the typed text. Case does not
 * matter. A complete name means one model; a complete id means the models of this id alone.
 */
export function findModels(models: readonly ModelChoice[], typed: string): readonly ModelChoice[] {
  const wanted = typed.toLowerCase();
  const exactName =
    models.find(({ name }) => name === typed) ??
    models.find(({ name }) => name.toLowerCase() === wanted);
  if (exactName) return [exactName];

  const [exactIds, lastParts] = [modelId, lastPart].map((partOf) =>
    models.filter(({ name }) => partOf(name).toLowerCase() === wanted),
  );
  if (exactIds?.length) return exactIds;
  return lastParts?.length ? lastParts : matchModels(models, typed);
}

/** The models whose names contain the typed text, in the order of `findModels`. */
export function matchModels(models: readonly ModelChoice[], typed: string): readonly ModelChoice[] {
  const part = typed.toLowerCase();
  const rank = ({ name }: ModelChoice): number => {
    const lowerName = name.toLowerCase();
    if ([lowerName, modelId(lowerName)].includes(part)) return 0;
    return lowerName.startsWith(part) ? 1 : 2;
  };
  return models
    .filter(({ name }) => name.toLowerCase().includes(part))
    .sort((a, b) => rank(a) - rank(b));
}

/** The id within the service: `openai/gpt-oss-120b` for `groq/openai/gpt-oss-120b`. */
export function modelId(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

/** The service of a model, and `undefined` for an alias. */
export function serviceOf(name: string): string | undefined {
  return name.includes('/') ? name.slice(0, name.indexOf('/')) : undefined;
}

/** As `CommandOption.complete`. */
export async function completeModel(
  typed: string,
  { channel }: CommandCall,
  context: CommandContext,
): Promise<readonly Choice[]> {
  const models = await context.models();
  // The default model is known only after the lists.
  const current = await context.currentModel(channel);
  return matchModels(models, typed).map(({ name, facts }) => {
    const hint = textsIn(context.language).modelHint(facts);
    const shownName = name === current ? `${CURRENT_MARK} ${name}` : name;
    return { name: hint ? `${shownName} · ${hint}` : shownName, value: name };
  });
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
