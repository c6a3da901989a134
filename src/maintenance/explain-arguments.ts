import { ConfigError } from '../errors.ts';

/** Explains why `parseArgs` refused the words behind a command. Its first sentence says what is wrong. */
export function explainArguments(cause: unknown, usage: string): ConfigError {
  if (cause instanceof ConfigError) return cause;
  const problem = cause instanceof Error ? cause.message : String(cause);
  const [first = problem] = problem.split(/\.\s/, 1);
  return new ConfigError(`${first.replace(/\.$/, '')}. ${usage}`, { cause });
}
