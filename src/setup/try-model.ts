import type { Finding } from '../contracts/finding.ts';
import { checkProviders } from '../doctor/check-providers.ts';
import { composeForChecks } from '../doctor/compose-for-checks.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';

/** Asks one model for one word. Never rejects. */
export async function tryModel(
  provider: string,
  model: string,
  env: Env,
  clock: Clock,
): Promise<readonly Finding[]> {
  const { providers, http } = composeForChecks(env, clock);
  const ofService = providers.filter(({ name }) => name === provider);
  const rows = await checkProviders({ providers: ofService, defaultModel: model, clock });
  await http?.close();
  // The result names the model.
  const answers = rows.filter(({ subject }) => subject === 'answer');
  return answers.map((row) => ({ ...row, subject: '' }));
}
