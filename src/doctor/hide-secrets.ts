import type { Env } from '../lib/env.ts';

const SECRET = /TOKEN|KEY|COOKIE|HEADERS/;
/** What is shorter is no secret but a word put where a server wants any key. */
const LEAST_LENGTH = 8;

/** Takes the values of secret variables out of a text: a server may repeat in its refusal what it was sent. */
export function hideSecrets(text: string, env: Env): string {
  const secrets = Object.entries(env).flatMap(([name, value = '']) =>
    SECRET.test(name) ? [value.trim(), ...value.split(/[\s,]+/)] : [],
  );
  return secrets
    .filter(({ length }) => length >= LEAST_LENGTH)
    .sort((a, b) => b.length - a.length)
    .reduce((hidden, secret) => hidden.replaceAll(secret, '(hidden)'), text);
}
