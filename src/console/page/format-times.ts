import { element } from './page-element.ts';

const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `850 ms`, `2.4 s`, `3 min`, `5 h`, `2 days`. */
export function formatMs(ms: number): string {
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  if (ms < MINUTE_MS) return `${(ms / SECOND_MS).toFixed(ms < 10 * SECOND_MS ? 1 : 0)} s`;
  if (ms < HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  if (ms < 2 * DAY_MS) return `${Math.round(ms / HOUR_MS)} h`;
  return `${Math.round(ms / DAY_MS)} days`;
}

/** A moment as the time that has passed since; the exact time stands in its title. */
export function agoElement(at: number, now = Date.now()): HTMLTimeElement {
  return momentElement(at, `${formatMs(Math.max(0, now - at))} ago`);
}

/** A moment by its time of day. */
export function clockElement(at: number): HTMLTimeElement {
  return momentElement(at, CLOCK.format(at));
}

/** A moment in full. */
export function formatExact(at: number): string {
  return EXACT.format(at);
}

function momentElement(at: number, text: string): HTMLTimeElement {
  const datetime = new Date(at).toISOString();
  return element('time', { datetime, title: EXACT.format(at) }, text);
}
