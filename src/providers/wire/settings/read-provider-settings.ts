import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';
import { checkApiKey } from './check-api-key.ts';
import { parseWebAddress, readWebAddress } from './web-address.ts';

/** The settings that every provider has, whatever its protocol. The address belongs to its protocol; only its host is here. */
export interface ProviderSettings {
  /** All keys, each once. Empty: no key is set. */
  readonly keys: readonly string[];
  /** The variables that hold the keys: `OPENAI_API_KEY and OPENAI_API_KEYS`. */
  readonly keyVariables: string;
  /** The host of the address that is set. Absent: the service's own counts. */
  readonly host: string | undefined;
  readonly proxy: string | undefined;
  /** Extra headers for every request. The names are in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** The number of answers that one key may have under way. */
  readonly concurrency: number | undefined;
}

/** A comma ends a header only before the name of the next one. `https://` is not a name. */
const NEXT_HEADER = /,(?=\s*[\w-]+:(?!\/\/))/;
const HEADER = /^([\w-]+):\s*([\x20-\x7e]+)$/;
/** These headers belong to the connection, not to the request. */
const CONNECTION_HEADERS =
  /^(host|connection|content-length|transfer-encoding|upgrade|keep-alive|expect|te|trailer)$/;
const MAX_CONCURRENCY = 10_000;

/**
 * Reads the variables that begin with `name`.
 *
 * @throws A `ConfigError` that names the variable and the cure, and does not show the value.
 */
export function readProviderSettings(env: Env, name: string): ProviderSettings {
  return {
    keys: readKeys(env, name),
    keyVariables: [`${name}_API_KEY`, `${name}_API_KEYS`]
      .filter((variable) => readVariable(env, variable))
      .join(' and '),
    host: readHost(env, name),
    proxy: readProxy(env, name),
    headers: readHeaders(env, name),
    concurrency: readConcurrency(env, name),
  };
}

function readKeys(env: Env, name: string): readonly string[] {
  const firstKey = readVariable(env, `${name}_API_KEY`) ?? [];
  const list = readVariable(env, `${name}_API_KEYS`)?.split(',') ?? [];
  const moreKeys = list.map((key) => key.trim()).filter((key) => key !== '');

  for (const key of moreKeys) checkApiKey(`${name}_API_KEYS`, key);

  return [...new Set([firstKey, moreKeys].flat())];
}

function readHost(env: Env, name: string): string | undefined {
  const address = readVariable(env, `${name}_BASE_URL`);
  // The protocol complains of a wrong one.
  return address && parseWebAddress(address)?.hostname;
}

function readProxy(env: Env, name: string): string | undefined {
  const proxy = readVariable(env, `${name}_PROXY`);
  return proxy && readWebAddress(`${name}_PROXY`, proxy, 'http://localhost:3128').href;
}

function readHeaders(env: Env, name: string): Readonly<Record<string, string>> {
  const headers = readVariable(env, `${name}_HEADERS`)?.split(NEXT_HEADER) ?? [];

  const entries = headers.map((header) => {
    const [, headerName = '', value = ''] = HEADER.exec(header.trim()) ?? [];
    const lowerName = headerName.toLowerCase();
    if (lowerName && !CONNECTION_HEADERS.test(lowerName)) return [lowerName, value];

    const cure =
      'Write it as X-Title: Parley, X-Other: value; headers of the connection itself cannot be set.';
    throw new ConfigError(`${name}_HEADERS is not a list of headers. ${cure}`);
  });

  return Object.fromEntries(entries);
}

function readConcurrency(env: Env, name: string): number | undefined {
  const text = readVariable(env, `${name}_CONCURRENCY`);
  if (text === undefined) return undefined;

  const concurrency = Number(text);
  const isValid =
    Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MAX_CONCURRENCY;
  if (isValid) return concurrency;

  throw new ConfigError(
    `${name}_CONCURRENCY is not a whole number from 1 to ${MAX_CONCURRENCY}. Leave it empty for the default.`,
  );
}
