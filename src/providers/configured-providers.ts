import type { Provider } from '../contracts/provider.ts';
import type { Env } from '../lib/env.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { preferredModelsOf } from './preferred-models.ts';
import { priceFromTable } from './prices/price-from-table.ts';
import type { ProviderFactory, ProviderParts } from './provider-parts.ts';
import type { Http, HttpRequest } from './wire/exchange/http.ts';
import { limitConcurrency } from './wire/limit-concurrency.ts';
import {
  type ProviderSettings,
  readProviderSettings,
} from './wire/settings/read-provider-settings.ts';

/** The factories of all providers, by name. A name in capitals begins the provider's variables. */
export type ProviderTable = Readonly<Record<string, ProviderFactory>>;

/**
 * Creates all providers that are configured. Adds what every provider has, so that no protocol
 * needs to know about it: a proxy, extra headers, a limit of concurrent answers, the models that may
 * answer unasked, their prices, and one provider for each key.
 *
 * @throws A `ConfigError` that names the variable and the cure.
 */
export function createConfiguredProviders(
  table: ProviderTable,
  parts: ProviderParts,
): readonly Provider[] {
  return Object.entries(table).flatMap(([name, create]) =>
    createForKeys(name.toUpperCase(), create, parts),
  );
}

/** @param prefix The beginning of the provider's variables: `OPENAI`. */
function createForKeys(
  prefix: string,
  create: ProviderFactory,
  parts: ProviderParts,
): readonly Provider[] {
  const settings = readProviderSettings(parts.env, prefix);
  const { keys, keyVariables, host } = settings;

  return (keys.length > 0 ? keys : [undefined]).flatMap((key, index) => {
    const keyAlias = keys.length > 1 ? `key ${index + 1}` : undefined;
    const keyName = keyAlias && `${keyAlias} of ${keyVariables}`;
    const env = key ? { ...parts.env, [`${prefix}_API_KEY`]: key } : parts.env;
    const http = withSettings(parts.http, settings, keyName);

    const created = create({ ...parts, env, http });
    if (!created) return [];

    const { name } = created;
    const preferredModels = preferredModelsOf(name);
    const priceOf = (model: string) => priceFromTable({ name, host }, model);
    const provider = { ...created, priceOf, ...omitUndefined({ preferredModels }) };
    const withAlias = keyAlias ? { ...provider, keyAlias } : provider;
    const concurrency = settings.concurrency ?? provider.concurrency;
    if (concurrency === undefined) return withAlias;
    return limitConcurrency(withAlias, concurrency, parts);
  });
}

/** The HTTP client with the settings of one service. `prefix` begins its variables. */
export function withProviderSettings(http: Http, env: Env, prefix: string): Http {
  return withSettings(http, readProviderSettings(env, prefix), undefined);
}

/** The same HTTP client, with the proxy and the extra headers of one provider. */
function withSettings(
  http: Http,
  { proxy, headers }: ProviderSettings,
  keyName: string | undefined,
): Http {
  const send = (request: HttpRequest) =>
    http({
      ...request,
      headers: { ...request.headers, ...headers },
      ...omitUndefined({ proxy }),
    });

  return Object.assign(send, { close: http.close, ...omitUndefined({ keyName }) });
}
