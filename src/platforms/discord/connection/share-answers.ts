import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { fieldsReader, textReader } from '../../../lib/json-reader.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { createSharedRun } from '../../../lib/shared-run.ts';
import { untilAborted } from '../../../lib/until-aborted.ts';
import { idReader } from '../inbound/raw-content.ts';
import { toDiscordError } from './discord-error.ts';
import type { RestCallOptions, RestCalls, RestMethod, RestRoute } from './rest-calls.ts';

/** An answer that several parts need at the start. */
interface SharedAnswer {
  readonly keptMs: number;
  /** `undefined`: the answer helps nobody. The next one may. */
  read(answer: unknown): unknown;
}

const ofBot: SharedAnswer = { keptMs: 60_000, read: fieldsReader({ id: idReader }, 'id') };
/** Discord allows two requests for a gateway in 5 s. */
const ofGateway: SharedAnswer = {
  keptMs: 5_000,
  read: fieldsReader({ url: textReader(2_000) }, 'url'),
};
const SHARED: Readonly<Record<RestRoute, SharedAnswer>> = {
  '/users/@me': ofBot,
  '/applications/@me': ofBot,
  '/oauth2/applications/@me': ofBot,
  '/gateway/bot': ofGateway,
};

/**
 * Lets the parts that ask who the bot is, and where its gateway is, share one answer. All processes of a bot ask at their
 * starts, and these routes have limits of their own.
 */
export function shareAnswers(calls: RestCalls, clock: Clock): RestCalls {
  const kept = createExpiringMap<RestRoute, object>({
    clock,
    maxEntries: Object.keys(SHARED).length,
  });
  const once = createSharedRun<unknown>();

  async function ask(route: RestRoute, shared: SharedAnswer, options: RestCallOptions) {
    const answer = await calls.send<unknown>('get', route, options);
    if (shared.read(answer)) kept.set(route, Object(answer), shared.keptMs);
    return answer;
  }

  async function share(
    route: RestRoute,
    shared: SharedAnswer,
    { signal, ...options }: RestCallOptions,
  ): Promise<unknown> {
    const found = kept.get(route);
    if (found !== undefined) return found;

    const asked = once(route, () => ask(route, shared, options));
    if (!signal) return asked;
    // Others may still need the answer.
    asked.catch(() => {});
    const answer = await untilAborted(asked, signal);
    if (signal.aborted) throw toDiscordError(undefined, options.purpose, true);
    return answer;
  }

  return {
    ...calls,
    async send<Answer>(method: RestMethod, route: RestRoute, options: RestCallOptions) {
      const shared = method === 'get' ? SHARED[route] : undefined;
      if (!shared) return calls.send<Answer>(method, route, options);
      // As in `calls`, the caller names the type.
      return (await share(route, shared, omitUndefined(options))) as Answer;
    },
  };
}
