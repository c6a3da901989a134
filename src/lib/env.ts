export type Env = Readonly<Record<string, string | undefined>>;

/** The trimmed value; an empty one counts as not set, as in `NAME=` of a copied `.env.example`. */
export function readVariable(env: Env, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}
