import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import type { EnvFile } from './env-file/env-file.ts';
import type { Prompts } from './prompts.ts';

/** One run of the set-up. */
export interface Session {
  readonly prompts: Prompts;
  readonly clock: Clock;
  /** The variables with which a bot would start now. */
  variables(): Env;
  /** Writes values into the file, and uses them from now on. */
  save(changes: Readonly<Record<string, string>>): void;
  /** Everything that was saved. */
  readonly changes: Readonly<Record<string, string>>;
}

/** The parts of a session. */
interface SessionParts {
  readonly prompts: Prompts;
  readonly clock: Clock;
  readonly env: Env;
  readonly file: EnvFile;
}

/** Creates a session. `env` holds the variables of the process, with those of the file. */
export function createSession({ prompts, clock, env, file }: SessionParts): Session {
  const before = file.read();
  const changes: Record<string, string> = {};

  function tellPrecedence(name: string): void {
    const isFromOutside = env[name] !== undefined && env[name] !== before[name];
    if (!isFromOutside) return;
    prompts.tell(
      `${name} is also set in the environment of this terminal, which has precedence over ${file.path}. Remove it there, or the next start uses the other value.`,
      'problem',
    );
  }

  return {
    prompts,
    clock,
    changes,
    variables: () => ({ ...env, ...changes }),
    save(newValues) {
      file.change(newValues);
      Object.assign(changes, newValues);
      const names = Object.keys(newValues);
      prompts.tell(`${file.path} has ${new Intl.ListFormat('en').format(names)} now.`, 'good');
      for (const name of names) tellPrecedence(name);
    },
  };
}
