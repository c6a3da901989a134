import type { Address } from '../../../contracts/address.ts';
import { cutAtWord } from '../../../lib/cut-at-word.ts';
import { toOneLine } from '../../../lib/to-one-line.ts';
import { textsIn } from '../../../texts/index.ts';
import { DiscordError, hasCode } from '../connection/discord-error.ts';
import type { RestCalls } from '../connection/rest-calls.ts';

/** Discord's limit for the name of a thread. */
const MAX_TITLE = 100;
/** Discord's code: the message has a thread. */
const EXISTS = 160_004;
/** Discord's codes: no threads in channels of this kind, or no more of them. */
const NO_THREADS = [50_024, 160_006, 160_007];

/**
 * Opens the thread that `Address.opensThread` describes, on the question. Succeeds when the question has
 * a thread: https://discord.com/developers/docs/resources/channel#start-thread-from-message
 *
 * @throws A `DiscordError`: `forbidden` where there can be no thread.
 */
export async function openThread(
  { channel, questionId, opensThread: title = '' }: Address,
  signal: AbortSignal,
  calls: RestCalls,
): Promise<void> {
  const { parentId } = channel;
  if (parentId === undefined || questionId === undefined) {
    throw new DiscordError('Discord: a thread needs a question in a channel.', { kind: 'invalid' });
  }

  try {
    await calls.send('post', `/channels/${parentId}/messages/${questionId}/threads`, {
      purpose: 'open a thread',
      body: { name: threadName(title) },
      rateLimitKey: `threads in ${parentId}`,
      signal,
    });
  } catch (error) {
    if (hasCode(error, EXISTS)) return;
    if (!hasCode(error, ...NO_THREADS)) throw error;
    throw new DiscordError('Discord: this channel takes no more threads.', { kind: 'forbidden' });
  }
}

/** One line of at most 100 characters, cut between words. */
function threadName(title: string): string {
  const line = toOneLine(title);
  return line === '' ? textsIn('en').threadTitle : cutAtWord(line, MAX_TITLE);
}
