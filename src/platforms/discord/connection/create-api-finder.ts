import type { Calls } from './create-calls.ts';
import { DiscordError } from './discord-error.ts';
import type { Api } from './read-apis.ts';

/**
 * Gives what puts the first of the addresses into use at which there is a gateway. As long as none was found, the first of all
 * is in use, and each call looks again.
 */
export function createApiFinder(
  apis: readonly [Api, ...Api[]],
  { calls, use }: { readonly calls: Calls; readonly use: (api: Api) => void },
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

async function ask(calls: Calls): Promise<'an API' | 'nothing' | 'silence'> {
  try {
    await calls.send('get', '/gateway/bot', { what: 'look for the gateway', limitedBy: 'gateway' });
    return 'an API';
  } catch (error) {
    const kind = error instanceof DiscordError ? error.kind : undefined;
    if (kind === 'gone') return 'nothing';
    // Only an API refuses in another way.
    return kind === 'network' ? 'silence' : 'an API';
  }
}
