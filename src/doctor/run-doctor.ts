import { type Config, readConfig } from '../config/read-config.ts';
import { ConfigError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import { silentLog } from '../lib/log.ts';
import { platforms as platformFactories } from '../platforms/index.ts';
import { createConfiguredProviders } from '../providers/configured-providers.ts';
import { providers as providerTable } from '../providers/index.ts';
import { createHttp, type Http } from '../providers/wire/exchange/http.ts';
import { checkStore } from '../store/check-store.ts';
import { texts } from '../texts/texts.ts';
import { checkPlatforms } from './check-platforms.ts';
import { BUILT_IN, checkProviders } from './check-providers.ts';
import { checkRouting } from './check-routing.ts';
import { explain } from './explain.ts';
import { formatReport } from './format-report.ts';
import { hideSecrets } from './hide-secrets.ts';
import type { Row } from './row.ts';

export interface DoctorParts {
  readonly env: Env;
  readonly clock: Clock;
}

export interface Diagnosis {
  /** What people read. Holds no token and no key. */
  readonly text: string;
  /** All that is set up works, and there is a network to talk in. */
  readonly isWell: boolean;
}

/** Looks at everything that is set up, side by side, in well under a minute. A Parley that runs meanwhile is not disturbed. Never rejects. */
export async function runDoctor(parts: DoctorParts): Promise<Diagnosis> {
  const { env, clock } = parts;
  const wrong: Row[] = [];
  /** What cannot be built is a row of the table; the rest is checked all the same. */
  const build = <Built>(part: string, create: () => Built): Built | undefined => {
    try {
      return create();
    } catch (error) {
      wrong.push(...oneByOne(error).map((each) => ({ part, ...explain(part, 'variables', each) })));
      return undefined;
    }
  };

  const config = build('configuration', () => readConfig(env));
  const http = build('network', () => createHttp({ env }));
  const platformParts = { ...parts, log: silentLog, commands: [] };
  const platforms = platformFactories.flatMap(
    (create) => build('platform', () => create(platformParts)) ?? [],
  );
  const providers = http ? buildProviders({ ...parts, http }, build) : [];
  const names = { all: Object.keys(providerTable), ready: providers.map(({ name }) => name) };
  const { rows: routingRows, routing } = config
    ? checkRouting(config.routingFile, names)
    : { rows: [] };
  const hasNone = platforms.length === 0 && wrong.every(({ part }) => part !== 'platform');

  const rows = await Promise.all([
    config ? [goodConfig, ...checkAccess(config)] : [],
    routingRows,
    wrong,
    config ? checkStorePart(config.storeUrl, clock) : [],
    hasNone ? [noPlatform] : checkPlatforms(platforms, clock),
    wrong.length === 0 && providers.every(({ name }) => name === BUILT_IN) ? [noModel] : [],
    checkProviders({ providers, routing, defaultModel: config?.defaultModel, clock }),
  ]);
  await http?.close();
  const all = rows.flat();
  const text = [formatReport(all), ...(hasNone ? [texts.noPlatform, ''] : []), ''].join('\n');
  return { text: hideSecrets(text, env), isWell: all.every(({ state }) => state !== 'bad') };
}

const goodConfig: Row = {
  part: 'configuration',
  state: 'good',
  subject: 'variables',
  result: 'can be read.',
};

const noPlatform: Row = {
  part: 'platforms',
  state: 'bad',
  subject: 'set up',
  result: 'None.',
  cure: 'Set DISCORD_TOKEN or TELEGRAM_TOKEN, as shown below.',
};

const noModel: Row = {
  part: 'models',
  state: 'note',
  subject: 'set up',
  result: 'None: the built-in demo model answers.',
  cure: 'Set the key of a service, for instance OPENAI_API_KEY, or the address of a local server, for instance OLLAMA_BASE_URL.',
};

/** Of several variables that are wrong, each has a line of its own. */
function oneByOne(error: unknown): readonly unknown[] {
  return error instanceof ConfigError
    ? error.message.split('\n').map((line) => new ConfigError(line))
    : [error];
}

/** One by one: one that is set up wrong does not hide the others. */
function buildProviders(
  parts: DoctorParts & { readonly http: Http },
  build: <Built>(part: string, create: () => Built) => Built | undefined,
) {
  return Object.entries(providerTable).flatMap(
    ([name, create]) =>
      build(name, () => createConfiguredProviders({ [name]: create }, parts)) ?? [],
  );
}

function checkAccess({ admins, allowedUsers, allowedChats }: Config): readonly Row[] {
  if ([...admins, ...allowedUsers, ...allowedChats].length > 0) return [];
  const found = 'ADMINS is empty: on Telegram, and in direct messages, nobody is answered.';
  const cure =
    'Write to the bot: it tells you your id. Put that into ADMINS and start Parley again.';
  return [{ part: 'configuration', state: 'note', subject: 'access', result: found, cure }];
}

async function checkStorePart(url: string, clock: Clock): Promise<readonly Row[]> {
  try {
    return (await checkStore({ url, clock })).map((finding) => ({ part: 'store', ...finding }));
  } catch (error) {
    return [{ part: 'store', ...explain('store', 'file', error) }];
  }
}
