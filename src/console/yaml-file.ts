import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError } from '../errors.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import type { HideSecrets } from '../lib/secrets.ts';
import type { EditableFile } from './console-sources.ts';
import type { FileProblems } from './protocol.ts';

interface YamlFileParts {
  /** As the operator wrote it. */
  readonly path: string;
  /** Reads a text as the bot does. @throws A `ConfigError` with one line for each problem. */
  readText(text: string): { readonly warnings: readonly string[] };
  readonly hideSecrets: HideSecrets;
}

/** As the bot itself reads it. */
const MAX_BYTES = 128 * 1024;
const USUAL_MODE = 0o644;

/** Creates the access to `parley.yaml`. A file that does not exist is empty. */
export function createYamlFile({ path, readText, hideSecrets }: YamlFileParts): EditableFile {
  const lock = createKeyedLock();

  /** The file itself, where the path is a link to it. */
  const locate = () => realpath(path).catch(() => resolve(path));

  async function readCurrent(file: string): Promise<string> {
    try {
      const stats = await stat(file);
      if (!stats.isFile() || stats.size > MAX_BYTES)
        throw new ConfigError(`${path} is not a file of at most 128 KiB.`);
      return await readFile(file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    }
  }

  function check(text: string): FileProblems {
    if (Buffer.byteLength(text) > MAX_BYTES)
      return { errors: [`${path} may have at most 128 KiB.`], warnings: [] };
    try {
      return { errors: [], warnings: readText(text).warnings };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return { errors: error.message.split('\n'), warnings: [] };
    }
  }

  /** What the console hides would be lost. */
  const isWhole = (text: string) => hideSecrets(text) === text;

  return {
    check,

    async read() {
      const file = await locate();
      const text = await readCurrent(file);
      const isWritable = isWhole(text) && (await isWritableFile(file));
      return { path, text, revision: revisionOf(text), isWritable };
    },

    save: (text, revision) =>
      lock('save', async () => {
        const file = await locate();
        const current = await readCurrent(file);
        if (revisionOf(current) !== revision) return 'conflict';
        if (!isWhole(current) || !(await isWritableFile(file))) return 'read only';
        const problems = check(text);
        if (problems.errors.length > 0) return problems;
        await replace(file, text);
        return 'saved';
      }),
  };
}

function revisionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A save needs the folder, too: for the copy of the old file, and for the new one. */
async function isWritableFile(file: string): Promise<boolean> {
  const isAllowed = (target: string) =>
    access(target, constants.W_OK).then(
      () => true,
      () => false,
    );
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  return (await isAllowed(dirname(file))) && (!isThere || (await isAllowed(file)));
}

/** Keeps the old file as `parley.yaml.bak`. A kill in between leaves either the old or the new file, never a half. */
async function replace(file: string, text: string): Promise<void> {
  const mode = await stat(file).then(
    (stats) => stats.mode & 0o777,
    () => undefined,
  );
  if (mode !== undefined) await copyFile(file, `${file}.bak`);
  const fresh = join(dirname(file), `.${basename(file)}.${randomUUID()}.tmp`);
  try {
    await writeDurably(fresh, text, mode ?? USUAL_MODE);
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    // A file that is mounted into a container cannot be replaced, only written.
    if (!(error instanceof Error && 'code' in error && error.code === 'EBUSY')) throw error;
    await writeDurably(file, text, mode ?? USUAL_MODE);
  }
}

async function writeDurably(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, 'w', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
