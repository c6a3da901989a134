import { existsSync } from 'node:fs';
import type { KnownProviders } from '../config/check-names.ts';
import { loadRouting } from '../config/open-routing.ts';
import type { Routing } from '../contracts/routing.ts';
import { ConfigError } from '../errors.ts';
import { explain } from './explain.ts';
import type { Row } from './row.ts';

export interface RoutingCheck {
  readonly rows: readonly Row[];
  /** `undefined`: it cannot be read. */
  readonly routing?: Routing;
}

const WHERE = { part: 'configuration', subject: 'parley.yaml' } as const;

/** Reads the routing as the bot would. Never throws. */
export function checkRouting(file: string, providers: KnownProviders): RoutingCheck {
  try {
    const { routing, warnings } = loadRouting(file, providers);
    const { aliases, models } = routing;
    const found = `Aliases: ${aliases.size}, models with rules: ${models.size}.`;
    const good: readonly Row[] = existsSync(file)
      ? [{ ...WHERE, state: 'good', result: found }]
      : [];
    return {
      rows: [
        ...good,
        ...warnings.map((warning): Row => ({ ...explained(warning), state: 'note' })),
      ],
      routing,
    };
  } catch (error) {
    const lines = error instanceof ConfigError ? error.message.split('\n') : [];
    return {
      rows:
        lines.length > 0
          ? lines.map(explained)
          : [{ ...WHERE, ...explain('', WHERE.subject, error) }],
    };
  }
}

function explained(line: string): Row {
  return { ...WHERE, ...explain('configuration', WHERE.subject, new ConfigError(line)) };
}
