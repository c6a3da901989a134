import type { ModelInfo } from '../contracts/provider.ts';
import { isSnapshot } from '../lib/is-snapshot.ts';
import { firstProvider } from './first-provider.ts';
import type { ModelList } from './model-target.ts';

/** A model that ends within a quarter of a year is no good choice for people who do not choose. */
const SOON_MS = 90 * 86_400_000;

/** Tells whether the service shuts a model down within three months, or has done so. */
export function endsSoon({ endsOn }: Pick<ModelInfo, 'endsOn'>, now: number): boolean {
  return endsOn !== undefined && Date.parse(endsOn) < now + SOON_MS;
}

/**
 * The models of a list in the order in which people see them: first the good ones of the table, then the others
 * as the service lists them, then previews, dated snapshots, and last the models that end soon.
 */
export function rankModels({ provider, models }: ModelList, now: number): readonly ModelInfo[] {
  const preferred = firstProvider(provider)?.preferredModels ?? [];
  const ids = new Set(models.map(({ id }) => id));
  const rank = (info: ModelInfo): number => {
    if (endsSoon(info, now)) return preferred.length + 3;
    const position = preferred.indexOf(info.id);
    if (position >= 0) return position;
    if (isSnapshot(info.id) || isLatestOfListed(info.id, ids)) return preferred.length + 2;
    return /preview|-exp\b|beta/i.test(info.id) ? preferred.length + 1 : preferred.length;
  };
  return models.toSorted((a, b) => rank(a) - rank(b));
}

/** Ollama's `llama3:latest`, where the list has `llama3` as well. */
function isLatestOfListed(id: string, ids: ReadonlySet<string>): boolean {
  return id.endsWith(':latest') && ids.has(id.slice(0, -':latest'.length));
}
