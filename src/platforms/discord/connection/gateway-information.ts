import { ConfigError } from '../../../errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import { integerReader } from '../../../lib/json-reader.ts';
import { DISCORD_TOKEN_CURE } from './close-codes.ts';
import { hasKind } from './discord-error.ts';
import type { RestCalls } from './rest-calls.ts';

/** Asks for the address of the gateway, and how many connections Discord recommends. */
export interface GatewayInformation {
  /** The response of `GET /gateway/bot`. The connections that begin at the same time share it. */
  askShared(): Promise<unknown>;
  askForCount(): Promise<number>;
}

/** Discord allows two of these requests in 5 s. */
const SHARED_MS = 5_000;

/** Creates the questions of one bot. */
export function createGatewayInformation(calls: RestCalls, clock: Clock): GatewayInformation {
  let shared: { readonly response: Promise<unknown>; readonly until: number } | undefined;

  function askShared(): Promise<unknown> {
    if (shared && clock.now() < shared.until) return shared.response;
    const options = { purpose: 'look for the gateway', rateLimitKey: 'gateway' };
    const response = calls.send<unknown>('get', '/gateway/bot', options).catch(explainRefusal);
    shared = { response, until: clock.now() + SHARED_MS };
    response.catch(() => {
      shared = undefined;
    });
    return response;
  }

  return {
    askShared,
    async askForCount() {
      const response = await askShared();
      return Math.max(1, integerReader(Object(response).shards) ?? 1);
    },
  };
}

function explainRefusal(error: unknown): never {
  if (hasKind(error, 'forbidden')) throw new ConfigError(DISCORD_TOKEN_CURE);
  throw error;
}
