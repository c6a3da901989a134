import type { Turn } from '../../contracts/turns.ts';
import { frame } from './frame.ts';

/** Each format takes a millisecond to create. The operator's settings bound their number. */
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Says when a question was asked, and in a direct chat also by whom. It belongs to the question and not to
 * the system prompt, so that the beginning of each prompt stays the same.
 */
export function dateLine({ acceptedAt, inputs, address }: Turn, timeZone: string): string {
  const author = inputs.at(-1)?.author.name;
  const isDirect = address.channel.kind === 'direct';
  const time = formatOf(timeZone).format(acceptedAt);
  const date = timeZone === 'UTC' ? time : `${time} (${timeZone})`;
  return frame(isDirect && author ? `${date}, from ${author}` : date);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const existing = formats.get(timeZone);
  if (existing) return existing;

  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: timeZone === 'UTC' ? 'short' : 'longOffset',
  });
  formats.set(timeZone, format);
  return format;
}
