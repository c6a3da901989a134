import type { Env } from '../lib/env.ts';

/** Variables whose whole value is secret. */
const SECRET_VARIABLE = /TOKEN|KEY|COOKIE|SECRET|PASSWORD/;
/** A list such as `memes=TOKEN, support=TOKEN`: the names of the bots are no secrets. */
const TOKEN_LIST = /_TOKENS$/;
const HEADERS_VARIABLE = /HEADERS$/;
/** The name of a user of PostgreSQL is no secret, and often a common word. */
const DATABASE_VARIABLE = /^STORE_(?:DIRECT_)?URL$/;
/** Variables with an address, which may have a secret in its path, its query or its user. */
const ADDRESS_VARIABLE = /(?:_URL|PROXY)$/i;
/** A list of versions, and the place where a secret of its own proves who sends. */
const PUBLIC_ADDRESSES = new Set(['UPDATE_CHECK', 'TELEGRAM_WEBHOOK_URL']);
/** The path of an address. */
const PATH = /(?<=^\w+:\/\/[^/]*)\/[^?#]*/;
/** A comma ends a header only before the name of the next one. */
const NEXT_HEADER = /,(?=\s*[\w-]+:(?!\/\/))/;
/** The parts of the paths of public services. Any other part of a path may be a secret. */
const PUBLIC_PATH_PARTS = new Set([
  'anthropic',
  'api',
  'catalog',
  'chat',
  'coding',
  'compatible-mode',
  'completions',
  'deployments',
  'inference',
  'messages',
  'models',
  'openai',
  'paas',
  'responses',
]);
const PUBLIC_QUERIES = new Set(['api-version', 'alt']);

/**
 * Lists the secrets among the variables: keys, tokens, cookies, the values of headers, and the parts
 * of an address that only its owner knows. Words that are too short to be secrets are among them.
 */
export function listSecrets(env: Env): readonly string[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    if (HEADERS_VARIABLE.test(name)) return secretsOfHeaders(value);
    if (TOKEN_LIST.test(name)) return secretsOfTokenList(value);
    if (SECRET_VARIABLE.test(name)) return secretsOfKeys(value);
    // The path of these addresses is public.
    if (PUBLIC_ADDRESSES.has(name)) return secretsOfAddress(value.replace(PATH, '/'));
    if (DATABASE_VARIABLE.test(name)) return secretsOfDatabase(value);
    return ADDRESS_VARIABLE.test(name) ? secretsOfAddress(value) : [];
  });
}

/** A list of keys, a token with the bot's id before its colon, or a cookie as `name=value`. */
function secretsOfKeys(text: string): readonly string[] {
  const keys = text.split(/[\s,;]+/);
  const parts = keys.flatMap((key) => [key.split(':').at(-1) ?? '', key.split('=').at(1) ?? '']);
  return [text, ...keys, ...parts];
}

function secretsOfTokenList(text: string): readonly string[] {
  return text.split(/[,;\n]/).flatMap((entry) => {
    // An entry without a name is a token, or a name alone.
    const token = entry.slice(entry.indexOf('=') + 1).trim();
    return secretsOfKeys(token);
  });
}

function secretsOfHeaders(text: string): readonly string[] {
  return text.split(NEXT_HEADER).flatMap((header) => {
    const value = header.slice(header.indexOf(':') + 1).trim();
    // A public address, as in `HTTP-Referer: https://example.org`, is no secret.
    return URL.canParse(value) ? [] : [value, ...value.split(/\s+/)];
  });
}

function secretsOfAddress(text: string): readonly string[] {
  const url = URL.parse(text.trim());
  if (!url) return [];

  const pathParts = url.pathname
    .split('/')
    .map(decode)
    .filter((part) => !PUBLIC_PATH_PARTS.has(part.toLowerCase()));
  const queries = [...url.searchParams].filter(([name]) => !PUBLIC_QUERIES.has(name));
  return [
    // The path of a database is its file or its name.
    ...(/^https?:$/.test(url.protocol) ? pathParts : []),
    ...queries.map(([, value]) => value),
    decode(url.username),
    decode(url.password),
  ];
}

/** Also in an address that is none, because a sign of the password ends it too early. */
const PASSWORD = /^\w+:\/\/[^:@/]*:(.*)@/;

function secretsOfDatabase(text: string): readonly string[] {
  const password = PASSWORD.exec(text.trim())?.[1] ?? '';
  const queries = [...(URL.parse(text.trim())?.searchParams ?? [])];
  const others = queries.filter(([name]) => /password/i.test(name)).map(([, value]) => value);
  return [password, decode(password), ...others];
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
