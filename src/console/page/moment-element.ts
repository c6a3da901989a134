import { element } from '../../lib/page/element.ts';
import { formatMs } from './format-ms.ts';

const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
/** So often, the times on the page are set right. */
const TICK_MS = 5_000;
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** A moment in other words; the exact time, in the zone of the browser, stands in its title. */
export function momentElement(at: number, text: string): HTMLTimeElement {
  const datetime = new Date(at).toISOString();
  return element('time', { datetime, title: EXACT.format(at) }, text);
}

/** A moment as the time that has passed since. */
export function agoElement(at: number): HTMLTimeElement {
  const age = momentElement(at, ageOf(at));
  age.className = 'age';
  return age;
}

function ageOf(at: number): string {
  return `${formatMs(Math.max(0, Date.now() - at))} ago`;
}

/** Lets the ages on the page grow. Gives the function that ends it. */
export function keepAgesRight(): () => void {
  const timer = setInterval(() => {
    for (const age of document.querySelectorAll<HTMLTimeElement>('time.age'))
      age.textContent = ageOf(Date.parse(age.dateTime));
  }, TICK_MS);
  return () => clearInterval(timer);
}

/** A moment by its time of day. */
export function clockElement(at: number): HTMLTimeElement {
  return momentElement(at, CLOCK.format(at));
}

/** A moment in full. */
export function formatExact(at: number): string {
  return EXACT.format(at);
}
