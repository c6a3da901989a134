import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';

const FOLDER = new URL('../page/', import.meta.url);
/** The folder is flat, and no such name leads out of it. */
const FILE_NAME = /^[a-z0-9-]+\.(html|css|ts|svg)$/;
/** MIME types by file extension. */
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  ts: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * Reads one file of the page for the browser: TypeScript is stripped of its types. Returns
 * `undefined` if there is no file of that name. The file is read at every request, so that a change
 * of the page shows on reload.
 */
export async function readAsset(path: string): Promise<{ type: string; text: string } | undefined> {
  const name = path === '/' ? 'index.html' : path.slice(1);
  const extension = FILE_NAME.exec(name)?.[1] ?? '';
  const type = TYPES[extension];
  if (type === undefined) return undefined;

  try {
    const text = await readFile(new URL(name, FOLDER), 'utf8');
    return { type, text: extension === 'ts' ? stripTypeScriptTypes(text) : text };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
