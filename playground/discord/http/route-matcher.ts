import { ApiError } from '../api-error.ts';
import type { Route } from './route.ts';

/** A request's route, and the parameters in its path. */
export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
  /** The major parameter: the channel, guild or webhook that has limits of its own. */
  readonly major: string;
}

/**
 * Creates a function that finds the route of a request. Fixed paths come before paths with
 * parameters. It throws an `ApiError` of status 404 or 405 when there is no route.
 */
export function createRouteMatcher(
  routes: readonly Route[],
): (method: string, path: string) => RouteMatch {
  const table = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  table.sort((a, b) => countParameters(a.route) - countParameters(b.route));

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

function countParameters({ path }: Route): number {
  return path.split(':').length - 1;
}
