import type { Choice } from '../../../contracts/command.ts';
import type { Inbox } from '../../../contracts/inbox.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { withTimeout } from '../../../lib/with-timeout.ts';
import { DiscordError } from '../connection/discord-error.ts';
import type { RestCalls } from '../connection/rest-calls.ts';
import { callbackRoute } from '../outbound/acknowledgements.ts';
import type { RawInteraction } from './raw-interaction.ts';
import type { CompletionRequest } from './read-interaction.ts';

/** Discord takes suggestions for 3 s. */
const SUGGEST_TIMEOUT_MS = 2_000;
/** The type of a callback that brings suggestions. */
const AUTOCOMPLETE_RESULT = 8;
/** Discord's limits. */
const MAX_CHOICES = 25;
const MAX_CHOICE_LENGTH = 100;

interface CompleteOptionParts {
  readonly inbox: Inbox;
  readonly calls: RestCalls;
  readonly clock: Clock;
  readonly log: Log;
}

/** Sends suggestions for an option. Sends an empty list if none are found in time. */
export async function completeOption(
  { id, token }: Pick<RawInteraction, 'id' | 'token'>,
  request: CompletionRequest,
  { inbox, calls, clock, log }: CompleteOptionParts,
): Promise<void> {
  const choices = await suggest(request, inbox, clock);

  try {
    await calls.send('post', callbackRoute({ id, token }), {
      purpose: 'send suggestions',
      body: { type: AUTOCOMPLETE_RESULT, data: { choices: fitToLimits(choices) } },
      auth: false,
      rateLimitKey: id,
    });
  } catch (error) {
    log.debug(
      { error: error instanceof DiscordError ? error.message : 'unknown' },
      'discord: suggestions not sent',
    );
  }
}

async function suggest(
  { call, option }: CompletionRequest,
  inbox: Inbox,
  clock: Clock,
): Promise<readonly Choice[]> {
  const timeout = new DiscordError('Discord: suggestions took too long.', { kind: 'canceled' });

  try {
    return await withTimeout(
      { clock, timeoutMs: SUGGEST_TIMEOUT_MS, onTimeout: () => timeout },
      () => inbox.complete(call, option),
    );
  } catch (error) {
    if (error !== timeout) throw error;
    return [];
  }
}

function fitToLimits(choices: readonly Choice[]): readonly Choice[] {
  return choices
    .filter(({ name, value }) => name !== '' && value.length <= MAX_CHOICE_LENGTH)
    .slice(0, MAX_CHOICES)
    .map(({ name, value }) => ({ name: name.slice(0, MAX_CHOICE_LENGTH).toWellFormed(), value }));
}
