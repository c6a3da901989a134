import { DiscordError, WebPageError } from './discord-error.ts';
import type { MessageApi } from './read-apis.ts';
import type { RestCalls } from './rest-calls.ts';

interface ApiFinderParts {
  readonly calls: RestCalls;
  /** Makes `calls` go to this API. */
  switchTo(api: MessageApi): void;
}

/**
 * Gives a function that switches to the first of `apis` that has a gateway. While none is found,
 * the first of all is in use, and each call of the function looks again.
 */
export function createApiFinder(
  apis: readonly [MessageApi, ...MessageApi[]],
  { calls, switchTo }: ApiFinderParts,
): () => Promise<void> {
  let isFound = apis.length === 1;

  return async () => {
    if (isFound) return;

    for (const api of apis) {
      switchTo(api);
      const result = await probeGateway(calls);

      if (result === 'no answer') break;
      if (result === 'absent') continue;
      isFound = true;
      return;
    }

    switchTo(apis[0]);
  };
}

async function probeGateway(calls: RestCalls): Promise<'present' | 'absent' | 'no answer'> {
  try {
    await calls.send('get', '/gateway/bot', {
      purpose: 'look for the gateway',
      rateLimitKey: 'gateway',
    });
    return 'present';
  } catch (error) {
    if (error instanceof WebPageError) return 'absent';
    const kind = error instanceof DiscordError ? error.kind : undefined;
    if (kind === 'gone') return 'absent';
    if (kind === 'network') return 'no answer';
    // Only an API refuses in another way.
    return 'present';
  }
}
