import { ApiError } from '../api-error.ts';
import type { Route } from './route.ts';

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
  /** The channel, guild or webhook that has rates of its own. */
  readonly major: string;
}

/** Finds the route of a request. Fixed paths win over those with parameters. Throws 404 and 405. */
export function createRouteMatcher(
  routes: readonly Route[],
): (method: string, path: string) => RouteMatch {
  const table = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  table.sort((a, b) => parameters(a.route) - parameters(b.route));
  return (method, path) => {
    const matching = table.filter(({ pattern }) => pattern.test(path));
    if (matching.length === 0) throw ApiError.notFound();
    const found = matching.find(({ route }) => route.method === method);
    if (!found) throw ApiError.methodNotAllowed();
    const params = { ...found.pattern.exec(path)?.groups };
    return {
      route: found.route,
      params,
      major: params.channel ?? params.guild ?? params.token ?? '',
    };
  };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`);
}

function parameters({ path }: Route): number {
  return path.split(':').length;
}
