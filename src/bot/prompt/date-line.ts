import type { Turn } from '../../contracts/turns.ts';
import { formatMoment } from './format-moment.ts';
import { frame } from './frame.ts';

/**
 * Says when a question was asked, and in a direct chat also by whom. It belongs to the question and not to
 * the system prompt, so that the beginning of each prompt stays the same.
 */
export function dateLine({ acceptedAt, inputs, address }: Turn, timeZone: string): string {
  const author = inputs.at(-1)?.author.name;
  const isDirect = address.channel.kind === 'direct';
  const time = formatMoment(acceptedAt, timeZone, 'both');
  const date = timeZone === 'UTC' ? time : `${time} (${timeZone})`;
  return frame(isDirect && author ? `${date}, from ${author}` : date);
}
