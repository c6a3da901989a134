import type { Env } from '../lib/env.ts';

const SECRET = /TOKEN|KEY|COOKIE|HEADERS/;
/** A shorter value is not a secret, but a word for a server that accepts any key. */
const SHORTEST_SECRET = 8;

/** Replaces the values of secret variables in a text: a server may repeat them in its refusal. */
export function hideSecrets(text: string, env: Env): string {
  const secrets = Object.entries(env).flatMap(([name, value = '']) =>
    SECRET.test(name) ? [value.trim(), ...value.split(/[\s,]+/)] : [],
  );

  // The longest first: one secret may contain another one.
  return secrets
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length)
    .reduce((hidden, secret) => hidden.replaceAll(secret, '(hidden)'), text);
}
