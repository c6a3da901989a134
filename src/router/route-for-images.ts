import type { ChatRequest } from '../contracts/provider.ts';
import type { PlannedTarget, Route } from './route.ts';

/**
 * The route for a request with pictures: the requested targets that see, else the operator's fallbacks
 * that do. Where nothing sees, the requested targets answer without the pictures.
 */
export function routeForImages(route: Route, { messages }: Pick<ChatRequest, 'messages'>): Route {
  const hasImages = messages.some(({ images = [] }) => images.length > 0);
  if (!hasImages) return route;

  const primary = route.primary.filter(mayShowImages);
  if (primary.length > 0) return { ...route, primary };

  const vision = route.fallbacks.vision.filter(mayShowImages);
  return vision.length > 0 ? { ...route, primary: vision, replacementReason: 'unseen' } : route;
}

/** A model without a description may see, and its refusal shows if it does not. */
export function mayShowImages({ info }: PlannedTarget): boolean {
  return info.images !== false;
}
