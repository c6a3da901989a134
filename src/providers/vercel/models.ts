import type { ParameterRanges, SamplingParameters } from '../../contracts/provider.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import type { JsonObject } from '../wire/json.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import table from './models.json' with { type: 'json' };

/** A model of the service, as its table describes it. */
export interface VercelModel {
  readonly id: string;
  /** By the names of the protocol. Empty: nothing is known about the model. */
  readonly parameters: Readonly<Record<string, VercelParameter>>;
}

interface VercelParameter {
  /** The default value, which is sent too. */
  readonly value: number | readonly string[];
  /** The lowest and the highest value. Empty: any value. */
  readonly range: readonly number[];
}

const PARAMETER_NAMES = {
  temperature: 'temperature',
  maxOutputTokens: 'maximumLength',
  topP: 'topP',
  topK: 'topK',
  typicalP: 'typicalP',
  repetitionPenalty: 'repetitionPenalty',
  presencePenalty: 'presencePenalty',
  frequencyPenalty: 'frequencyPenalty',
  stop: 'stopSequences',
} as const;

const idsByAlias: ReadonlyMap<string, string> = new Map(Object.entries(table.aliases));
const modelsById: ReadonlyMap<string, VercelModel> = new Map(
  Object.entries<VercelModel>(table.models),
);

/** All models that the service had in the summer of 2023. */
export const vercelModels: readonly VercelModel[] = [...modelsById.values()];

/**
 * Finds a model by its id or its alias. An unknown id with a colon, as all ids have, is taken as it
 * is: servers may have more models.
 */
export function findVercelModel(name: string): VercelModel | undefined {
  const id = idsByAlias.get(name) ?? name;
  const unlisted = id.includes(':') ? { id, parameters: {} } : undefined;

  return modelsById.get(id) ?? unlisted;
}

/** The ranges of a model's sampling parameters. `undefined`: nothing is known about the model. */
export function rangesOfModel({ parameters }: VercelModel): ParameterRanges | undefined {
  if (Object.keys(parameters).length === 0) return undefined;

  const ranges = Object.entries(PARAMETER_NAMES).flatMap(([name, wireName]) => {
    const parameter = parameters[wireName];
    return parameter ? [[name, toRange(parameter)]] : [];
  });
  return Object.fromEntries(ranges);
}

function toRange({ value, range: [min, max] }: VercelParameter) {
  return omitUndefined({ min, max, default: typeof value === 'number' ? value : undefined });
}

/** The default parameters of the model, replaced by those of the request that the model has. */
export function writeModelParameters(
  model: VercelModel,
  parameters: SamplingParameters | undefined,
): JsonObject {
  const defaults = Object.entries(model.parameters).map(([name, { value }]) => [name, value]);

  return {
    ...Object.fromEntries(defaults),
    ...writeSampling(fitSampling(parameters, rangesOfModel(model)), PARAMETER_NAMES),
  };
}
