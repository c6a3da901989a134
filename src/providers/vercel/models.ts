import type { ParameterRanges, SamplingParameters } from '../../contracts/provider.ts';
import type { JsonObject } from '../wire/json.ts';
import { fitSampling, writeSampling } from '../wire/sampling.ts';
import table from './models.json' with { type: 'json' };

export interface VercelModel {
  readonly id: string;
  /** By the names of the protocol. */
  readonly parameters: Readonly<Record<string, VercelParameter>>;
}

interface VercelParameter {
  /** Sent where nothing else is asked for. */
  readonly value: number | readonly string[];
  /** Least and most; empty: any. */
  readonly range: readonly number[];
}

const NAMES = {
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

const aliases: ReadonlyMap<string, string> = new Map(Object.entries(table.aliases));
const byId: ReadonlyMap<string, VercelModel> = new Map(Object.entries<VercelModel>(table.models));

/** All that the service had in the summer of 2023. */
export const vercelModels: readonly VercelModel[] = [...byId.values()];

/** By id or alias. An id that is not in the table, with a colon as all have, is taken as it is: servers may know more. */
export function findVercelModel(name: string): VercelModel | undefined {
  const id = aliases.get(name) ?? name;
  return byId.get(id) ?? (id.includes(':') ? { id, parameters: {} } : undefined);
}

/** `undefined`: nothing is known of it. */
export function rangesOfModel({ parameters }: VercelModel): ParameterRanges | undefined {
  if (Object.keys(parameters).length === 0) return undefined;
  const known = Object.entries(NAMES).flatMap(([name, wireName]) => {
    const parameter = parameters[wireName];
    return parameter ? [[name, rangeOf(parameter)]] : [];
  });
  return Object.fromEntries(known);
}

function rangeOf({ value, range: [min, max] }: VercelParameter) {
  return {
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(typeof value === 'number' && { default: value }),
  };
}

/** The model's own parameters, and over them those that are asked for, as far as it has them and lets them go. */
export function writeModelParameters(
  model: VercelModel,
  wanted: SamplingParameters | undefined,
): JsonObject {
  const defaults = Object.entries(model.parameters).map(([name, { value }]) => [name, value]);
  return {
    ...Object.fromEntries(defaults),
    ...writeSampling(fitSampling(wanted, rangesOfModel(model)), NAMES),
  };
}
