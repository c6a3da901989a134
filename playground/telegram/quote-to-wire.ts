import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import type { WireObject } from './wire.ts';

/** The quote of a reply: the part that the person selected, or that the server chose. */
export function quoteToWire(text: string, quote: string, isManual: boolean): WireObject {
  const position = text.indexOf(quote);
  if (quote === '' || position < 0) throw new Error('The quote is not in the message');
  return omitUndefined({ text: quote, position, is_manual: isManual || undefined });
}
