import type { Inbox } from '../../../contracts/inbox.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { DiscordError } from '../connection/discord-error.ts';
import type { RestCalls } from '../connection/rest-calls.ts';
import { callbackRoute } from '../outbound/acknowledgements.ts';
import type { RawInteraction, ReadInteraction } from './read-interaction.ts';

/** Discord drops what comes after 3 s. */
const ANSWER_WITHIN_MS = 2_000;
const CHOICES = 8;
const MOST_CHOICES = 25;
const LONGEST_CHOICE = 100;

/** Answers an autocompletion in time, with nothing where nothing was found. */
export async function completeOption(
  { id, token }: Pick<RawInteraction, 'id' | 'token'>,
  { call, option }: Extract<ReadInteraction, { kind: 'completion' }>,
  { inbox, calls, clock, log }: { inbox: Inbox; calls: RestCalls; clock: Clock; log: Log },
): Promise<void> {
  const answered = new AbortController();
  const tooLate = sleep(clock, ANSWER_WITHIN_MS, answered.signal).then(() => []);
  const found = await Promise.race([inbox.complete(call, option), tooLate]);
  answered.abort();
  const choices = found
    .filter(({ name, value }) => name !== '' && value.length <= LONGEST_CHOICE)
    .slice(0, MOST_CHOICES)
    .map(({ name, value }) => ({ name: name.slice(0, LONGEST_CHOICE).toWellFormed(), value }));
  try {
    const body = { type: CHOICES, data: { choices } };
    await calls.send('post', callbackRoute({ id, token }), {
      purpose: 'complete',
      body,
      auth: false,
      rateLimitKey: id,
    });
  } catch (error) {
    log.debug(
      { error: error instanceof DiscordError ? error.message : 'unknown' },
      'an autocompletion came too late',
    );
  }
}
