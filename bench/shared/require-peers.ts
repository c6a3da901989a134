import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..');

/** Ends this process, with a word about what to do, unless the peers are installed as `bench/package.json` names them. */
export async function requirePeers(): Promise<void> {
  const { dependencies } = await readManifest(FOLDER);
  const missing: string[] = [];
  for (const [name, version] of Object.entries(dependencies ?? {})) {
    const installed = await readManifest(join(FOLDER, 'node_modules', name)).catch(() => undefined);
    if (installed?.version !== version) missing.push(`${name} ${version}`);
  }
  if (missing.length === 0) return;
  process.stderr.write(
    `This bench compares with packages that are not installed: ${missing.join(', ')}. Run: npm ci --prefix bench\n`,
  );
  process.exit(1);
}

async function readManifest(
  folder: string,
): Promise<{ version?: string; dependencies?: Record<string, string> }> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}
