import type { ParameterRanges, SamplingParameters } from '../../contracts/provider.ts';
import { fitIntoRanges } from '../../lib/fit-into-ranges.ts';

/**
 * The names that a protocol has for sampling parameters. A parameter without a name is not sent.
 */
export type ParameterNames = { readonly [Name in keyof SamplingParameters]?: string };

/**
 * Moves each parameter into its range, and shortens lists to the number of items that the range
 * allows. Leaves out the parameters without a range. Without `ranges` all parameters stay
 * unchanged.
 */
export function fitSampling(
  parameters: SamplingParameters = {},
  ranges?: ParameterRanges,
): SamplingParameters {
  return ranges ? fitIntoRanges(parameters, ranges) : parameters;
}

/**
 * Writes the parameters under the names of a protocol. Leaves out the parameters without a name.
 */
export function writeSampling(
  parameters: SamplingParameters,
  names: ParameterNames,
): Readonly<Record<string, unknown>> {
  const named = Object.entries(parameters).flatMap(([name, value]) => {
    const wireName = names[name as keyof SamplingParameters];
    return wireName && value !== undefined ? [[wireName, value]] : [];
  });

  return Object.fromEntries(named);
}
