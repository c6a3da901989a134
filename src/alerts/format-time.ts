import type { AlertReader } from './alert-post.ts';

/** A day and a time, as the reader writes them. */
export function formatTime(at: number, { language, timeZone }: AlertReader): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(at);
}
