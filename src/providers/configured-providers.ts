import type { Provider } from '../contracts/provider.ts';
import type { ProviderFactory, ProviderParts } from './provider-parts.ts';
import type { Http } from './wire/exchange/http.ts';
import { limitConcurrency } from './wire/limit-concurrency.ts';
import {
  type ProviderSettings,
  readProviderSettings,
} from './wire/settings/read-provider-settings.ts';

/** By the name that, in capitals, begins their variables. */
export type ProviderTable = Readonly<Record<string, ProviderFactory>>;

/**
 * All that are configured, with what can be set for each of them, so that no protocol need know: its own proxy, extra headers, and one
 * provider for each of its keys.
 */
export function createConfiguredProviders(
  table: ProviderTable,
  parts: ProviderParts,
): readonly Provider[] {
  return Object.entries(table).flatMap(([name, create]) =>
    createForKeys(name.toUpperCase(), create, parts),
  );
}

function createForKeys(
  name: string,
  create: ProviderFactory,
  parts: ProviderParts,
): readonly Provider[] {
  const settings = readProviderSettings(parts.env, name);
  const { keys, keyVariables } = settings;

  return (keys.length > 0 ? keys : [undefined]).flatMap((key, index) => {
    const keyAlias = keys.length > 1 ? `key ${index + 1}` : undefined;
    const env = key ? { ...parts.env, [`${name}_API_KEY`]: key } : parts.env;
    const http = withSettings(parts.http, settings, keyAlias && `${keyAlias} of ${keyVariables}`);
    const provider = create({ ...parts, env, http });
    if (!provider) return [];
    const named = keyAlias ? { ...provider, keyAlias } : provider;
    const concurrency = settings.concurrency ?? provider.concurrency;
    return concurrency === undefined ? named : limitConcurrency(named, concurrency, parts.clock);
  });
}

function withSettings(
  http: Http,
  { proxy, headers }: ProviderSettings,
  keyName: string | undefined,
): Http {
  const send: (...[request]: Parameters<Http>) => ReturnType<Http> = (request) =>
    http({ ...request, headers: { ...request.headers, ...headers }, ...(proxy && { proxy }) });
  return Object.assign(send, { close: http.close, ...(keyName && { keyName }) });
}
