import type { Finding } from '../contracts/finding.ts';
import { composeForChecks } from '../doctor/compose-for-checks.ts';
import { explain } from '../doctor/explain.ts';
import { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import { silentLog } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { withTimeout } from '../lib/with-timeout.ts';
import { createRouter } from '../router/router.ts';

/** The models of one service. */
interface ServiceModels {
  /** As people name models: `openai/gpt-…`. */
  readonly names: readonly string[];
  /** The model that Parley itself would choose. Absent: it would choose none. */
  readonly proposal?: string;
  /** What does not work. Empty: the service listed its models. */
  readonly findings: readonly Finding[];
}

const LIST_TIMEOUT_MS = 15_000;

/** Lists the models of one service with these variables. Never rejects. */
export async function listServiceModels(
  provider: string,
  env: Env,
  clock: Clock,
): Promise<ServiceModels> {
  const { providers, failures, http } = composeForChecks(env, clock);
  const ofService = providers.filter(({ name }) => name === provider);
  const [first] = ofService;
  if (!first) {
    const causes = failures.filter(({ part }) => part === provider || part === 'network');
    return { names: [], findings: causes };
  }

  const onTimeout = () =>
    new ProviderError(`${provider} did not list its models within ${LIST_TIMEOUT_MS / 1000} s.`, {
      kind: 'timeout_first',
      provider,
    });
  try {
    await withTimeout({ clock, timeoutMs: LIST_TIMEOUT_MS, onTimeout }, (signal) =>
      first.models(signal),
    );
    const router = createRouter({ providers: ofService, clock, log: silentLog });
    const names = (await router.models()).map(({ name }) => name);
    const { defaultModel: proposal } = await router.describeStart();
    return omitUndefined({ names, findings: [], proposal });
  } catch (error) {
    return { names: [], findings: [explain(provider, '', error)] };
  } finally {
    await http?.close();
  }
}
