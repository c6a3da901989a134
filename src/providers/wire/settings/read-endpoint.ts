import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';
import { checkApiKey } from './check-api-key.ts';
import { readWebAddress } from './web-address.ts';

/** Where a service is, and the key to it. */
export interface Endpoint {
  /** As vendors write it: `https://api.openai.com/v1`. May have a query. */
  readonly baseUrl: URL;
  /** Local servers need none. */
  readonly apiKey: string | undefined;
}

/**
 * What `<NAME>_API_KEY` and `<NAME>_BASE_URL` say; `undefined`: neither is set. A service without a `defaultUrl` has no home of its
 * own: its address must be given.
 */
export function readEndpoint(env: Env, name: string, defaultUrl?: string): Endpoint | undefined {
  const apiKey = readVariable(env, `${name}_API_KEY`);
  const address = readVariable(env, `${name}_BASE_URL`);
  if (!apiKey && !address) return undefined;
  if (apiKey) checkApiKey(`${name}_API_KEY`, apiKey);
  const given = address ?? defaultUrl;
  if (!given)
    throw new ConfigError(
      `${name}_BASE_URL is not set, so ${name}_API_KEY is a key to nothing. Set both.`,
    );
  return {
    baseUrl: readWebAddress(`${name}_BASE_URL`, given, defaultUrl ?? 'http://localhost:8080'),
    apiKey,
  };
}
