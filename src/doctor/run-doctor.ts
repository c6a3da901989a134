import type { Config } from '../config/read-config.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import { isPostgresUrl } from '../lib/is-postgres-url.ts';
import type { HideSecrets } from '../lib/secrets.ts';
import { checkStore } from '../store/check-store.ts';
import { noPlatform } from '../texts/no-platform.ts';
import { checkAccess } from './check-access.ts';
import { checkFiles } from './check-files.ts';
import { checkFleet } from './check-fleet.ts';
import { checkPlatforms } from './check-platforms.ts';
import { checkPorts } from './check-ports.ts';
import { BUILT_IN, checkProviders } from './check-providers.ts';
import { checkRouting, type RoutingCheck } from './check-routing.ts';
import { checkTranscription } from './check-transcription.ts';
import { checkVariables } from './check-variables.ts';
import { composeForChecks } from './compose-for-checks.ts';
import { explain } from './explain.ts';
import { formatReport } from './format-report.ts';
import { isRunning } from './is-running.ts';
import type { Row } from './row.ts';

/** The variables to check, a clock for the timeouts, and what must not be shown. */
interface DoctorParts {
  readonly env: Env;
  readonly clock: Clock;
  /** A server may repeat a secret in its refusal. */
  readonly hideSecrets: HideSecrets;
  /** Checks the reading of files. Default: `checkFiles`, which starts a process. */
  readonly lookAtFiles?: typeof checkFiles;
}

/** The result of all checks. */
interface Diagnosis {
  /** For people. Contains no token and no key. */
  readonly text: string;
  /** Everything that is set up works, and there is a chat network. */
  readonly isWell: boolean;
}

/**
 * Checks everything that is set up, in parallel, in well under a minute. Does not disturb a Parley
 * that is running. Never rejects.
 */
export async function runDoctor({
  env,
  clock,
  hideSecrets,
  lookAtFiles = checkFiles,
}: DoctorParts): Promise<Diagnosis> {
  const { config, http, platforms, providers, providerNames, transcriber, failures } =
    composeForChecks(env, clock);
  const { rows: routingRows, routing }: RoutingCheck = config
    ? checkRouting(config.routingFile, providerNames)
    : { rows: [] };
  const isWithoutPlatform =
    platforms.length === 0 && failures.every(({ part }) => part !== 'platform');
  const isWithoutModel = failures.length === 0 && providers.every(({ name }) => name === BUILT_IN);

  // Before the check of the store, which removes the files that a reader leaves beside it.
  const accessRows = config
    ? await checkAccess({
        config,
        rules: routing?.access,
        platforms: platforms.map(({ name }) => name),
        clock,
      })
    : [];
  const portRows = config
    ? await checkPorts({ config, isRunning: () => isRunning({ env, clock }).catch(() => false) })
    : [];
  const rows = await Promise.all([
    config ? [goodConfig] : [],
    checkVariables(env, providerNames.all),
    routingRows,
    failures,
    config ? checkStorePart(config, clock) : [],
    config ? checkFleet(config, clock) : [],
    portRows,
    isWithoutPlatform ? [missingPlatform] : checkPlatforms(platforms, clock),
    accessRows,
    isWithoutModel ? [noModel] : [],
    checkProviders({ providers, routing, defaultModel: config?.defaultModel, clock }),
    transcriber ? checkTranscription(transcriber, clock) : [],
    lookAtFiles(clock),
  ]);
  await http?.close();

  const allRows = rows.flat();
  const help = isWithoutPlatform ? [noPlatform, ''] : [];
  const text = [formatReport(allRows), ...help, ''].join('\n');
  return {
    text: hideSecrets(text),
    isWell: allRows.every(({ state }) => state !== 'bad'),
  };
}

const goodConfig: Row = {
  part: 'configuration',
  state: 'good',
  subject: 'variables',
  result: 'All can be read.',
};

const missingPlatform: Row = {
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

async function checkStorePart(
  { storeUrl: url, storeDirectUrl: directUrl, storeConnections: connections }: Config,
  clock: Clock,
): Promise<readonly Row[]> {
  try {
    const findings = await checkStore({ url, directUrl, connections, clock });
    return findings.map((finding) => ({ part: 'store', ...finding }));
  } catch (error) {
    const subject = isPostgresUrl(url) ? 'server' : 'file';
    return [{ part: 'store', ...explain('store', subject, error) }];
  }
}
