import type { ParameterRanges, SamplingParameters } from '../../contracts/provider.ts';
import { fitIntoRanges } from '../../lib/fit-into-ranges.ts';

/** What a protocol calls the parameters that it has. */
export type ParameterNames = { readonly [Name in keyof SamplingParameters]?: string };

/** The parameters that `ranges` names, moved into their ranges; of a list, as many as the range allows. Without ranges: all, as they are. */
export function fitSampling(
  parameters: SamplingParameters = {},
  ranges?: ParameterRanges,
): SamplingParameters {
  return ranges ? fitIntoRanges(parameters, ranges) : parameters;
}

/** The parameters under the names of a protocol; what it has no name for is left out. */
export function writeSampling(
  parameters: SamplingParameters,
  names: ParameterNames,
): Readonly<Record<string, unknown>> {
  const known = Object.entries(parameters).flatMap(([name, value]) => {
    const wireName = names[name as keyof SamplingParameters];
    return wireName && value !== undefined ? [[wireName, value]] : [];
  });
  return Object.fromEntries(known);
}
