import type { ProviderEvent } from '../../../contracts/provider.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';

/** The reason why an answer ended. */
export type EndReason = Extract<ProviderEvent, { type: 'end' }>['reason'];

/** One event with the text of the answer. No event when `text` is empty or not a string. */
export function toTextDelta(text: unknown): readonly ProviderEvent[] {
  return typeof text === 'string' && text !== '' ? [{ type: 'text-delta', text }] : [];
}

/** One event with the reasoning of the model. No event when `text` is empty or not a string. */
export function toReasoningDelta(text: unknown): readonly ProviderEvent[] {
  return typeof text === 'string' && text !== '' ? [{ type: 'reasoning-delta', text }] : [];
}

/**
 * One event with a page that the answer rests on. No event when `url` is not the address of a web
 * page.
 */
export function toCitation(
  url: unknown,
  title?: unknown,
  mark?: unknown,
): readonly ProviderEvent[] {
  const address = typeof url === 'string' ? URL.parse(url) : null;
  if (address?.protocol !== 'https:' && address?.protocol !== 'http:') return [];

  return [
    omitUndefined({
      type: 'citation',
      // In a table, this sign ends the cell.
      url: address.href.replaceAll('|', '%7C'),
      title: typeof title === 'string' && title.trim() !== '' ? title.trim() : undefined,
      mark: mark === undefined ? undefined : String(mark),
    } as const),
  ];
}
