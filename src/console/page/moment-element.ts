import { element } from '../../lib/page/element.ts';
import { formatMs } from './format-ms.ts';

const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** A moment in other words; the exact time, in the zone of the browser, stands in its title. */
export function momentElement(at: number, text: string): HTMLTimeElement {
  const datetime = new Date(at).toISOString();
  return element('time', { datetime, title: EXACT.format(at) }, text);
}

/** A moment as the time that has passed since. */
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
