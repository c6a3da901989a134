import { readFile, stat } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';

/** What all pages share. A page imports it by this path, which leads to the same file for the compiler. */
const SHARED_FOLDER = new URL('../page/', import.meta.url);
/** The folders are flat, and no such path leads out of them. */
const FILE_PATH =
  /^\/(?<shared>(?:src\/)?lib\/page\/)?(?<name>[a-z0-9-]+\.(?<extension>html|css|ts|svg))$/;
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
  /** By path; bounded by the files of the folders. A changed file is read again, so that it shows on reload. */
  const kept = new Map<string, Asset & { readonly changedAt: number }>();

  return async (path) => {
    const place = placeOf(path, folder);
    if (!place) return undefined;
    try {
      const { mtimeMs: changedAt } = await stat(place.file);
      const known = kept.get(path);
      if (known?.changedAt === changedAt) return known;

      const source = await readFile(place.file, 'utf8');
      const text = place.extension === 'ts' ? stripTypeScriptTypes(source) : source;
      kept.set(path, { type: place.type, text, changedAt });
      return { type: place.type, text };
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  };
}

/** `undefined`: no file of a page can be there. */
function placeOf(path: string, folder: URL) {
  const groups = FILE_PATH.exec(path === '/' ? '/index.html' : path)?.groups ?? {};
  const { shared, name = '', extension = '' } = groups;
  const type = TYPES[extension];
  if (type === undefined) return undefined;
  return { file: new URL(name, shared === undefined ? folder : SHARED_FOLDER), type, extension };
}
