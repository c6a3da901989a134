import { requestText } from '../wire/exchange/request-text.ts';
import { failureContext, type WireCall, type WireParts } from '../wire/exchange/send.ts';
import { SHORT_CALL_LIMITS } from '../wire/exchange/time-limits.ts';
import { classifyFailure } from '../wire/failures/classify-failure.ts';
import { joinWebAddress } from '../wire/settings/web-address.ts';
import { createChallengeCode, createChallengeToken } from './challenge-token.ts';
import { readChallenge } from './read-challenge.ts';
import { runInWorker } from './run-in-worker.ts';
import type { Variant } from './variants.ts';

/**
 * Fetches a challenge, which the service hides behind the name of a picture, and solves it. The
 * token is good for one request, and for a few seconds.
 *
 * @throws A `ProviderError`.
 */
export async function fetchToken(
  parts: WireParts,
  baseUrl: URL,
  variant: Variant,
  signal: AbortSignal,
): Promise<string> {
  const call: WireCall = {
    provider: 'vercel',
    request: { method: 'GET', url: joinWebAddress(baseUrl, 'openai.jpeg'), headers: {} },
    limits: SHORT_CALL_LIMITS,
  };
  const challenge = await requestText(parts, call, signal, readChallenge);
  const code = createChallengeCode(challenge, variant);
  const outcome = await runInWorker(code, parts.clock, signal);

  try {
    return createChallengeToken(challenge, outcome, variant);
  } catch (error) {
    throw classifyFailure({ ...failureContext(call, parts), error });
  }
}
