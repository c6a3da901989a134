import type { RoutedModel } from '../contracts/router.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { candidatesFor } from './candidate.ts';
import { describePrice } from './describe-price.ts';
import { describeVision, type ImageLimitsOf } from './describe-vision.ts';
import type { Health } from './health.ts';
import type { ModelTarget } from './model-target.ts';
import type { PromptLimits } from './prompt-limits.ts';
import { configuredTargets, type PlannedTarget, type RouteParts } from './route.ts';
import type { TokenCalibration } from './token-calibration.ts';

/** The memories that a description comes from, and the routing of this moment. */
interface TargetParts {
  readonly health: Health;
  readonly promptLimits: PromptLimits;
  readonly calibration: TokenCalibration;
  readonly imageLimitsOf?: ImageLimitsOf | undefined;
  readonly routeParts: RouteParts;
}

/**
 * Describes targets as one model: the first one, with the smallest window of all. `undefined`: there
 * are no targets.
 */
export function describeTargets(
  name: string,
  targets: readonly PlannedTarget[],
  parts: TargetParts,
): RoutedModel | undefined {
  const [first] = targets;
  if (!first) return undefined;

  const { health, calibration } = parts;
  const contextWindows = targets.flatMap(({ info }) => info.contextWindow ?? []);
  const cooldownsMs = candidatesFor(targets).map(
    (candidate) => health.cooldownOf(candidate)?.ms ?? 0,
  );
  const cooldownMs = Math.min(...cooldownsMs);
  // Any of them may get the prompt.
  const ratios = targets.map((target) => calibration.ratioOf(target) ?? 1);
  const isCalibrated = targets.some((target) => calibration.ratioOf(target) !== undefined);
  const { images: _, price: __, ...info } = first.info;
  return {
    ...info,
    name,
    ...describePrice(targets),
    ...describeVision(name, targets, parts.routeParts, parts.imageLimitsOf),
    ...omitUndefined({
      audio: targets.every((target) => target.info.audio) || undefined,
      contextWindow: contextWindows.length > 0 ? Math.min(...contextWindows) : undefined,
      maxPromptTokens: maxPromptTokensOf(name, targets, parts),
      tokensPerEstimate: isCalibrated ? Math.max(...ratios) : undefined,
      maxAnswerTokens: first.rules.parameters?.maxOutputTokens,
      firstContentMs: health.firstContentMsOf(first),
      // Zero as soon as one candidate is free.
      cooldownMs: cooldownMs > 0 ? cooldownMs : undefined,
    }),
  };
}

/**
 * The largest limit of all models that may get a long prompt: the targets, and their fallbacks for
 * long prompts. The router skips the models that are too small.
 */
function maxPromptTokensOf(
  name: string,
  targets: readonly PlannedTarget[],
  { routeParts, ...parts }: TargetParts,
): number | undefined {
  const { aliases, fallbacks } = routeParts.routing;
  const largerNames = aliases.get(name)?.fallbacks.largerContext ?? fallbacks.largerContext ?? [];
  const largerTargets = largerNames.flatMap((larger) => configuredTargets(routeParts, larger));

  const limits = [...targets, ...largerTargets].map((target) => limitOfTarget(target, parts));
  const limit = Math.max(...limits.map((tokens) => tokens ?? Infinity));
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
