import { DiscordError } from './discord-error.ts';
import type { MessageApi } from './read-apis.ts';
import type { RestCalls } from './rest-calls.ts';

/**
 * Gives what puts the first of the addresses into use at which there is a gateway. As long as none was found, the first of all
 * is in use, and each call looks again.
 */
export function createApiFinder(
  apis: readonly [MessageApi, ...MessageApi[]],
  { calls, use }: { readonly calls: RestCalls; readonly use: (api: MessageApi) => void },
): () => Promise<void> {
  let isFound = apis.length === 1;
  return async () => {
    if (isFound) return;
    for (const api of apis) {
      use(api);
      const answer = await ask(calls);
      if (answer === 'silence') break;
      if (answer === 'nothing') continue;
      isFound = true;
      return;
    }
    use(apis[0]);
  };
}

async function ask(calls: RestCalls): Promise<'an API' | 'nothing' | 'silence'> {
  try {
    await calls.send('get', '/gateway/bot', {
      purpose: 'look for the gateway',
      rateLimitKey: 'gateway',
    });
    return 'an API';
  } catch (error) {
    const kind = error instanceof DiscordError ? error.kind : undefined;
    if (kind === 'gone') return 'nothing';
    // Only an API refuses in another way.
    return kind === 'network' ? 'silence' : 'an API';
  }
}
