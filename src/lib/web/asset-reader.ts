import { readFile, stat } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';

/** The folder is flat, and no such name leads out of it. */
const FILE_NAME = /^[a-z0-9-]+\.(html|css|ts|svg)$/;
/** MIME types by file extension. */
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  ts: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** A file of a page, for the browser. */
interface Asset {
  readonly type: string;
  readonly text: string;
}

/**
 * Creates a reader of the files of a page: TypeScript is stripped of its types. `path` is that of a request.
 * `undefined`: there is no file of that name.
 */
export function createAssetReader(folder: URL): (path: string) => Promise<Asset | undefined> {
  /** By name; bounded by the files of the folder. A changed file is read again, so that it shows on reload. */
  const kept = new Map<string, Asset & { readonly changedAt: number }>();

  return async (path) => {
    const name = path === '/' ? 'index.html' : path.slice(1);
    const extension = FILE_NAME.exec(name)?.[1] ?? '';
    const type = TYPES[extension];
    if (type === undefined) return undefined;

    try {
      const file = new URL(name, folder);
      const { mtimeMs: changedAt } = await stat(file);
      const known = kept.get(name);
      if (known?.changedAt === changedAt) return known;

      const source = await readFile(file, 'utf8');
      const text = extension === 'ts' ? stripTypeScriptTypes(source) : source;
      kept.set(name, { type, text, changedAt });
      return { type, text };
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  };
}
