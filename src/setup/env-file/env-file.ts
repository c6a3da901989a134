import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { BotError } from '../../errors.ts';
import type { Env } from '../../lib/env.ts';
import { readUnicodeFile } from '../../lib/read-unicode-file.ts';
import { setVariables } from './set-variables.ts';

/** The file with the operator's variables. It is whole at every moment. */
export interface EnvFile {
  readonly path: string;
  /** As Node reads the file. Empty where there is none. */
  read(): Env;
  /**
   * Changes variables, and leaves everything else as it is. A missing file begins as a copy of `.env.example`.
   *
   * @throws A `BotError` that says what to do by hand.
   */
  change(changes: Readonly<Record<string, string>>): void;
}

const MANUAL = '.env.example';
/** It holds tokens and keys: only its owner reads it. */
const PRIVATE_MODE = 0o600;

/** Opens an environment file, which may be missing. */
export function openEnvFile(path: string): EnvFile {
  const readText = () => {
    if (existsSync(path)) return readUnicodeFile(path);
    const manual = join(dirname(resolve(path)), MANUAL);
    return existsSync(manual) ? readUnicodeFile(manual) : '';
  };

  return {
    path,
    read: () => (existsSync(path) ? parseEnv(readUnicodeFile(path)) : {}),
    change(changes) {
      const text = setVariables(readText(), changes);
      try {
        replaceFile(path, text);
      } catch (cause) {
        throw new BotError(
          `${path} cannot be written. Give it and its folder to the user who runs the set-up, or set by hand: ${Object.keys(changes).join(', ')}.`,
          { cause },
        );
      }
    },
  };
}

/** A rename replaces the file in one step: whatever happens, there is the old text or the new one. */
function replaceFile(path: string, text: string): void {
  // The file behind a link is replaced, not the link.
  const target = existsSync(path) ? realpathSync(path) : path;
  const draft = `${target}.${randomUUID()}.tmp`;
  try {
    writeFileSync(draft, text, { mode: PRIVATE_MODE, flush: true });
    chmodSync(draft, PRIVATE_MODE);
    keepOwner(target, draft);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** The user who runs the bot may be another one than the user who runs the set-up. */
function keepOwner(target: string, draft: string): void {
  const before = statSync(target, { throwIfNoEntry: false });
  if (!before || before.uid === statSync(draft).uid) return;
  chownSync(draft, before.uid, before.gid);
}
