import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../fixtures/reports');

/** Reads the payloads of public reports about one network. */
export function readReports(network: 'discord' | 'telegram'): readonly Record<string, unknown>[] {
  return readdirSync(join(folder, network))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, network, name), 'utf8')));
}
