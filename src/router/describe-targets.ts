import type { RoutedModel } from '../contracts/router.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { candidatesFor } from './candidate.ts';
import type { Health } from './health.ts';
import type { PromptLimits } from './prompt-limits.ts';
import type { ModelTarget } from './resolve-model.ts';
import { configuredTargets, type PlannedTarget, type RouteParts, targetName } from './route.ts';

/** The memories that a description comes from, and the routing of this moment. */
interface TargetParts {
  readonly health: Health;
  readonly promptLimits: PromptLimits;
  readonly routeParts: RouteParts;
}

/**
 * Describes targets as one model: the first one, with the smallest limits of all. `undefined`: there
 * are no targets.
 */
export function describeTargets(
  name: string,
  targets: readonly PlannedTarget[],
  parts: TargetParts,
): RoutedModel | undefined {
  const [first] = targets;
  if (!first) return undefined;

  const { health } = parts;
  const contextWindows = targets.flatMap(({ info }) => info.contextWindow ?? []);
  const cooldownsMs = candidatesFor(targets).map(
    (candidate) => health.cooldownOf(candidate)?.ms ?? 0,
  );
  const cooldownMs = Math.min(...cooldownsMs);
  return {
    ...first.info,
    name,
    ...omitUndefined({
      contextWindow: contextWindows.length > 0 ? Math.min(...contextWindows) : undefined,
      maxPromptTokens: maxPromptTokensOf(name, targets, parts),
      firstContentMs: health.firstContentMsOf(first),
      // Zero as soon as one candidate is free.
      cooldownMs: cooldownMs > 0 ? cooldownMs : undefined,
    }),
  };
}

/** The smallest limit of the targets, or the largest one of their fallbacks for long prompts. */
function maxPromptTokensOf(
  name: string,
  targets: readonly PlannedTarget[],
  { routeParts, ...parts }: TargetParts,
): number | undefined {
  const limits = targets.flatMap((target) => limitOfTarget(target, parts) ?? []);
  if (limits.length === 0) return undefined;

  const { aliases, fallbacks } = routeParts.routing;
  const largerNames = aliases.get(name)?.fallbacks.largerContext ?? fallbacks.largerContext ?? [];
  const largerLimits = largerNames
    .flatMap((largerName) => configuredTargets(routeParts, largerName))
    .filter((larger) => targets.every((target) => targetName(target) !== targetName(larger)))
    .map((larger) => limitOfTarget(larger, parts) ?? Infinity);

  const limit = Math.max(Math.min(...limits), ...largerLimits);
  return limit === Infinity ? undefined : limit;
}

/** The limit under the key that the router would try first. */
function limitOfTarget(
  target: ModelTarget,
  { health, promptLimits }: Pick<TargetParts, 'health' | 'promptLimits'>,
): number | undefined {
  const candidates = candidatesFor([target]);
  const first = candidates.find((candidate) => !health.cooldownOf(candidate)) ?? candidates[0];
  return first && promptLimits.limitOf(first);
}
