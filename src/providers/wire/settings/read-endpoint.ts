import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';
import { checkApiKey } from './check-api-key.ts';
import { readWebAddress } from './web-address.ts';

/** The address of a service, and the key to it. */
export interface Endpoint {
  /** As vendors write it: `https://api.openai.com/v1`. May have a query. */
  readonly baseUrl: URL;
  /** Local servers need no key. */
  readonly apiKey: string | undefined;
}

/**
 * Reads `<NAME>_API_KEY` and `<NAME>_BASE_URL`. Gives `undefined` when neither is set.
 *
 * @param defaultUrl Absent: the service has no public address, so `<NAME>_BASE_URL` is required.
 * @throws A `ConfigError` that names the variable and the cure.
 */
export function readEndpoint(env: Env, name: string, defaultUrl?: string): Endpoint | undefined {
  const apiKey = readVariable(env, `${name}_API_KEY`);
  const address = readVariable(env, `${name}_BASE_URL`);
  if (!apiKey && !address) return undefined;

  if (apiKey) checkApiKey(`${name}_API_KEY`, apiKey);

  const baseUrl = address ?? defaultUrl;
  if (!baseUrl) {
    throw new ConfigError(
      `${name}_BASE_URL is not set, so ${name}_API_KEY is a key to nothing. Set both.`,
    );
  }

  const example = defaultUrl ?? 'http://localhost:8080';
  return { baseUrl: readWebAddress(`${name}_BASE_URL`, baseUrl, example), apiKey };
}
