import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';

const FOLDER = new URL('../page/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  ts: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * One file of the page, as the browser takes it: TypeScript without its types. `undefined`: there is none of that name. Read
 * at every request, so that a change of the page shows on reload.
 */
export async function readAsset(path: string): Promise<{ type: string; text: string } | undefined> {
  const name = path === '/' ? 'index.html' : path.slice(1);
  // One flat folder: no name can lead out of it.
  const type = TYPES[/^[a-z0-9-]+\.(html|css|ts|svg)$/.exec(name)?.[1] ?? ''];
  if (type === undefined) return undefined;
  try {
    const text = await readFile(new URL(name, FOLDER), 'utf8');
    return { type, text: name.endsWith('.ts') ? stripTypeScriptTypes(text) : text };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
