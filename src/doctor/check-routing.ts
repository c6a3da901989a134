import { existsSync } from 'node:fs';
import type { ProviderNames } from '../config/check-names.ts';
import { loadRouting } from '../config/open-routing.ts';
import type { Routing } from '../contracts/routing.ts';
import { ConfigError } from '../errors.ts';
import { explain } from './explain.ts';
import type { Row } from './row.ts';

/** The rows about `parley.yaml`, and its content. */
export interface RoutingCheck {
  readonly rows: readonly Row[];
  /** Absent: the file cannot be read. */
  readonly routing?: Routing;
}

const LABELS = { part: 'configuration', subject: 'parley.yaml' } as const;

/** Reads the routing as the bot does. Never throws. */
export function checkRouting(file: string, providers: ProviderNames): RoutingCheck {
  try {
    const { routing, warnings } = loadRouting(file, providers);
    const notes = warnings.map((warning): Row => ({ ...explainLine(warning), state: 'note' }));
    return { rows: existsSync(file) ? [describe(routing), ...notes] : notes, routing };
  } catch (error) {
    const problems = error instanceof ConfigError ? error.message.split('\n') : [];
    if (problems.length > 0) return { rows: problems.map(explainLine) };
    return { rows: [{ ...LABELS, ...explain('', LABELS.subject, error) }] };
  }
}

function describe({ aliases, models, personas, scopes }: Routing): Row {
  const ofModels = `Aliases: ${aliases.size}, models with rules: ${models.size}`;
  const result = `${ofModels}, personas: ${personas?.size ?? 0}, places: ${scopes.size}.`;
  return { ...LABELS, state: 'good', result };
}

function explainLine(line: string): Row {
  return { ...LABELS, ...explain('configuration', LABELS.subject, new ConfigError(line)) };
}
