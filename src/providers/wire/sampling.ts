import type { ParameterRanges, SamplingParameters } from '../../contracts/provider.ts';

/** What a protocol calls the parameters that it has. */
export type ParameterNames = { readonly [Name in keyof SamplingParameters]?: string };

/** The parameters that `ranges` names, moved into their ranges; of a list, as many as the range allows. Without ranges: all, as they are. */
export function fitSampling(parameters: SamplingParameters = {}, ranges?: ParameterRanges): SamplingParameters {
  if (!ranges) return parameters;
  const known = Object.entries(parameters).flatMap(([name, value]) => {
    const range = ranges[name as keyof SamplingParameters];
    return range && value !== undefined ? [[name, fit(value, range)]] : [];
  });
  return Object.fromEntries(known);
}

/** The parameters under the names of a protocol; what it has no name for is left out. */
export function nameSampling(parameters: SamplingParameters, names: ParameterNames): Readonly<Record<string, unknown>> {
  const known = Object.entries(parameters).flatMap(([name, value]) => {
    const wireName = names[name as keyof SamplingParameters];
    return wireName && value !== undefined ? [[wireName, value]] : [];
  });
  return Object.fromEntries(known);
}

type Range = NonNullable<ParameterRanges[keyof ParameterRanges]>;

function fit(value: unknown, { min = -Infinity, max = Infinity }: Range): unknown {
  if (Array.isArray(value)) return value.slice(0, max);
  return typeof value === 'number' ? Math.min(max, Math.max(min, value)) : value;
}
