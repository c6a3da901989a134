import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';
import { checkApiKey } from './check-api-key.ts';
import { readWebAddress } from './web-address.ts';

/** What can be set for every service, whatever its protocol. */
export interface ProviderSettings {
  /** All keys, each once. Empty: none is set. */
  readonly keys: readonly string[];
  /** Where people find them: `OPENAI_API_KEY and OPENAI_API_KEYS`. */
  readonly keyVariables: string;
  readonly proxy: string | undefined;
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Answers that one key gives at once. */
  readonly concurrency: number | undefined;
}

/** Header names are tokens; a comma begins the next header only where a name follows, and `https://` is none. */
const NEXT_HEADER = /,(?=\s*[\w-]+:(?!\/\/))/;
const HEADER = /^([\w-]+):\s*([\x20-\x7e]+)$/;
/** These belong to the connection, not to the question. */
const NOT_OURS =
  /^(host|connection|content-length|transfer-encoding|upgrade|keep-alive|expect|te|trailer)$/;
const MOST_ANSWERS = 10_000;

/** What the variables say that begin with the name of a service, but for its address. */
export function readProviderSettings(env: Env, name: string): ProviderSettings {
  return {
    keys: readKeys(env, name),
    keyVariables: [`${name}_API_KEY`, `${name}_API_KEYS`]
      .filter((variable) => readVariable(env, variable))
      .join(' and '),
    proxy: readProxy(env, name),
    headers: readHeaders(env, name),
    concurrency: readConcurrency(env, name),
  };
}

function readKeys(env: Env, name: string): readonly string[] {
  const list = readVariable(env, `${name}_API_KEYS`)?.split(',') ?? [];
  const more = list.map((key) => key.trim()).filter((key) => key !== '');
  for (const key of more) checkApiKey(`${name}_API_KEYS`, key);
  return [...new Set([readVariable(env, `${name}_API_KEY`) ?? [], more].flat())];
}

function readProxy(env: Env, name: string): string | undefined {
  const proxy = readVariable(env, `${name}_PROXY`);
  return proxy && readWebAddress(`${name}_PROXY`, proxy, 'http://localhost:3128').href;
}

function readHeaders(env: Env, name: string): Readonly<Record<string, string>> {
  const headers = readVariable(env, `${name}_HEADERS`)?.split(NEXT_HEADER) ?? [];
  const entries = headers.map((header) => {
    const [, headerName = '', value = ''] = HEADER.exec(header.trim()) ?? [];
    if (headerName && !NOT_OURS.test(headerName.toLowerCase()))
      return [headerName.toLowerCase(), value];
    const cure =
      'Write it as X-Title: Parley, X-Other: value; what belongs to the connection itself cannot be set.';
    throw new ConfigError(`${name}_HEADERS is no list of headers. ${cure}`);
  });
  return Object.fromEntries(entries);
}

function readConcurrency(env: Env, name: string): number | undefined {
  const written = readVariable(env, `${name}_CONCURRENCY`);
  if (written === undefined) return undefined;
  const concurrency = Number(written);
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MOST_ANSWERS)
    return concurrency;
  throw new ConfigError(
    `${name}_CONCURRENCY is no whole number from 1 to ${MOST_ANSWERS}. Leave it empty for the default.`,
  );
}
