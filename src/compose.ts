import type { ProviderNames } from './config/check-names.ts';
import { type Config, readConfig } from './config/read-config.ts';
import type { Platform } from './contracts/platform.ts';
import type { Provider } from './contracts/provider.ts';
import type { Shares } from './contracts/shares.ts';
import { platforms as platformTable } from './platforms/index.ts';
import { planBots } from './platforms/plan-bots.ts';
import type { PlatformParts } from './platforms/platform-parts.ts';
import { createConfiguredProviders } from './providers/configured-providers.ts';
import { providers as providerTable } from './providers/index.ts';
import {
  type ConfiguredTranscriber,
  createTranscriber,
} from './providers/transcription/transcriber.ts';
import { createHttp, type Http } from './providers/wire/exchange/http.ts';

/**
 * Builds one part. `name` is for people: `configuration`, `openai`. When `build` throws, it either
 * throws the same error (`Missing` is `never`), or records the error and gives `undefined`.
 */
export type BuildPart<Missing extends undefined> = <Part>(
  name: string,
  build: () => Part,
) => Part | Missing;

/** What every part is built from. */
interface CommonParts extends PlatformParts {
  /** As in `ProviderParts`. */
  readonly shares?: Shares;
}

/** Everything that is built from the variables alone, before anything connects. */
export interface Composition<Missing extends undefined> {
  readonly config: Config | Missing;
  readonly http: Http | Missing;
  /** The platforms whose variables are set, one for each token. */
  readonly platforms: readonly Platform[];
  /** The providers whose variables are set, one for each key. */
  readonly providers: readonly Provider[];
  readonly providerNames: ProviderNames;
  /** `undefined`: its variables are not set. */
  readonly transcriber: ConfiguredTranscriber | undefined;
}

/**
 * Builds the parts that the bot and the doctor share. They differ only in `buildPart`: a wrong
 * variable ends the bot, but is one finding of the doctor.
 */
export function compose<Missing extends undefined>(
  parts: CommonParts,
  buildPart: BuildPart<Missing>,
): Composition<Missing> {
  const config = buildPart('configuration', () => readConfig(parts.env));
  const http = buildPart('network', () => createHttp({ env: parts.env }));
  const bots = Object.entries(platformTable).flatMap(
    ([network, create]) => buildPart('platform', () => planBots(network, create, parts)) ?? [],
  );
  const platforms = bots.flatMap((build) => buildPart('platform', build) ?? []);
  const providers = http ? buildProviders({ ...parts, http }, buildPart) : [];
  const providerNames = {
    all: Object.keys(providerTable),
    ready: providers.map(({ name }) => name),
  };

  const transcriber = http
    ? buildPart('transcription', () => createTranscriber({ ...parts, http }))
    : undefined;

  return { config, http, platforms, providers, providerNames, transcriber };
}

/** Builds the providers one by one, so that a wrong variable of one does not hide the others. */
function buildProviders<Missing extends undefined>(
  parts: CommonParts & { readonly http: Http },
  buildPart: BuildPart<Missing>,
): readonly Provider[] {
  return Object.entries(providerTable).flatMap(
    ([name, create]) =>
      buildPart(name, () => createConfiguredProviders({ [name]: create }, parts)) ?? [],
  );
}
