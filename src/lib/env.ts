/** The environment variables of a process. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads a variable, trimmed. An empty value, as in
 * `NAME=` of a copied `.env.example`, counts as not set.
 */
export function readVariable(env: Env, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}
