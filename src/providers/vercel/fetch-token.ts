import { requestText } from '../wire/exchange/request-text.ts';
import { failureOf, type WireParts, type WireRequest } from '../wire/exchange/send.ts';
import { LIST_LIMITS } from '../wire/exchange/time-limits.ts';
import { classify } from '../wire/failures/classify.ts';
import { joinWebAddress } from '../wire/settings/web-address.ts';
import { challengeCode, createChallengeToken } from './challenge-token.ts';
import { readChallenge } from './read-challenge.ts';
import { runInWorker } from './run-in-worker.ts';
import type { Variant } from './variants.ts';

/** Takes a challenge, which the service hides behind the name of a picture, and solves it. Good for one question, and for seconds. */
export async function fetchToken(
  parts: WireParts,
  baseUrl: URL,
  variant: Variant,
  signal: AbortSignal,
): Promise<string> {
  const call: WireRequest = {
    provider: 'vercel',
    request: { method: 'GET', url: joinWebAddress(baseUrl, 'openai.jpeg'), headers: {} },
    limits: LIST_LIMITS,
  };
  const challenge = await requestText(parts, call, signal, readChallenge);
  const outcome = await runInWorker(challengeCode(challenge, variant), parts.clock, signal);
  try {
    return createChallengeToken(challenge, outcome, variant);
  } catch (error) {
    throw classify({ ...failureOf(call, parts), error });
  }
}
