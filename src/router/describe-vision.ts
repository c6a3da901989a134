import type { ImageLimits } from '../contracts/files.ts';
import type { RoutedModel } from '../contracts/router.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { configuredTargets, type PlannedTarget, planTarget, type RouteParts } from './route.ts';
import { mayShowImages } from './route-for-images.ts';

/** Gives the pictures that a model takes, by the names of its provider and itself. */
export type ImageLimitsOf = (provider: string, model: string) => ImageLimits;

type Vision = Pick<RoutedModel, 'images' | 'visionFallback' | 'imageLimits'>;

/** Describes which pictures may be sent under a name. The same choice as in `routeForImages`. */
export function describeVision(
  name: string,
  targets: readonly PlannedTarget[],
  routeParts: RouteParts,
  imageLimitsOf: ImageLimitsOf | undefined,
): Vision {
  const seeing = targets.filter(mayShowImages);
  const fallbacks = seeing.length > 0 ? [] : planVision(name, routeParts);
  const [fallback] = fallbacks;
  const limits = [...seeing, ...fallbacks].flatMap(
    ({ provider, model }) => imageLimitsOf?.(provider.name, model) ?? [],
  );
  return omitUndefined({
    images: seeing.length === 0 ? false : seeing.find(({ info }) => info.images)?.info.images,
    visionFallback: fallback && `${fallback.provider.name}/${fallback.model}`,
    imageLimits: limits.length > 0 ? smallestOf(limits) : undefined,
  });
}

function planVision(name: string, routeParts: RouteParts): readonly PlannedTarget[] {
  const { aliases, fallbacks } = routeParts.routing;
  const names = aliases.get(name)?.fallbacks.vision ?? fallbacks.vision ?? [];
  return names
    .flatMap((other) => configuredTargets(routeParts, other))
    .map((target) => planTarget(routeParts, target))
    .filter(mayShowImages);
}

/** Any of the models may answer. */
function smallestOf(limits: readonly ImageLimits[]): ImageLimits {
  return {
    maxEdge: Math.min(...limits.map(({ maxEdge }) => maxEdge)),
    maxBytes: Math.min(...limits.map(({ maxBytes }) => maxBytes)),
    maxImages: Math.min(...limits.map(({ maxImages }) => maxImages)),
  };
}
