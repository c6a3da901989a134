import { explainSuggestion, suggestVariables } from '../config/suggest-variables.ts';
import { composeForChecks } from '../doctor/compose-for-checks.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import { openEnvFile } from './env-file/env-file.ts';
import { hasToken } from './has-token.ts';
import type { Option, Prompts } from './prompts.ts';
import { createSession, type Session } from './session.ts';
import { setUpModels } from './set-up-models.ts';
import { NETWORK_GUIDES, setUpNetwork } from './set-up-network.ts';
import { SetupCanceledError } from './setup-canceled-error.ts';

/** The parts of the set-up. */
interface SetupParts {
  /** The variables of the process, with those of the file. */
  readonly env: Env;
  /** The path of the file to write: `.env`. */
  readonly path: string;
  readonly clock: Clock;
  readonly prompts: Prompts;
  /** As in `findLocalServers`. */
  readonly ports?: readonly number[];
}

/** The end of a set-up. */
interface SetupResult {
  /** The person wants the bot to run now. */
  readonly isToStart: boolean;
  /** The variables that were written. */
  readonly changes: Readonly<Record<string, string>>;
}

/**
 * Leads a person from nothing to a bot that is set up. Each step writes the file as a whole, so Ctrl+C at any
 * moment keeps what was confirmed before.
 */
export async function runSetup({
  env,
  path,
  clock,
  prompts,
  ports,
}: SetupParts): Promise<SetupResult> {
  const session = createSession({ prompts, clock, env, file: openEnvFile(path) });
  prompts.begin('Parley: set-up');
  await tellMisspelt(session);
  try {
    for (const guide of NETWORK_GUIDES) await setUpNetwork(session, guide);
    await setUpModels(session, ports);
    const isToStart = await finish(session, ports);
    prompts.end(isToStart ? 'Parley starts.' : LATER);
    return { isToStart, changes: session.changes };
  } catch (error) {
    if (!(error instanceof SetupCanceledError)) throw error;
    const isChanged = Object.keys(session.changes).length > 0;
    const kept = isChanged ? `${path} keeps what was confirmed` : 'Nothing was written';
    prompts.end(`Ended. ${kept}; npm run setup goes on from there.`);
    return { isToStart: false, changes: session.changes };
  }
}

const LATER =
  'npm start starts Parley, npm run doctor checks everything, npm run setup comes back here.';

async function tellMisspelt({ prompts, clock, variables }: Session): Promise<void> {
  const { providerNames, http } = composeForChecks(variables(), clock);
  await http?.close();
  for (const suggestion of suggestVariables(variables(), providerNames.all))
    prompts.tell(explainSuggestion(suggestion), 'problem');
}

/** Offers every step once more, until the person is done. */
async function finish(session: Session, ports: readonly number[] | undefined): Promise<boolean> {
  const { prompts } = session;
  for (;;) {
    const isSet = hasToken(session.variables());
    if (!isSet)
      prompts.tell('No chat network is set up: Parley needs Discord or Telegram.', 'problem');

    const answer = await prompts.choose('What next?', [
      ...(isSet ? [describeStart(session)] : []),
      ...NETWORK_GUIDES.map(({ name, label }) => ({ value: name, label: `${label} once more` })),
      { value: 'models', label: 'Models once more' },
      { value: 'end', label: 'End without a start' },
    ]);
    if (answer === 'start' || answer === 'end') return answer === 'start';

    const guide = NETWORK_GUIDES.find(({ name }) => name === answer);
    if (guide) await setUpNetwork(session, guide);
    else await setUpModels(session, ports);
  }
}

function describeStart(session: Session): Option<string> {
  const { TELEGRAM_TOKEN } = session.variables();
  return {
    value: 'start',
    label: 'Start Parley now',
    ...(TELEGRAM_TOKEN && { hint: 'on Telegram, it then shows a link that makes you its admin' }),
  };
}
