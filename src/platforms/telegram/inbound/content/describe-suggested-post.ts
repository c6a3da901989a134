import { fieldsReader, integerReader } from '../../../../lib/json-reader.ts';
import { dateReader, titleReader } from '../readers.ts';
import { toPrice } from './describe-invoice.ts';

const suggestedPost = fieldsReader({
  state: titleReader,
  price: fieldsReader({ currency: titleReader, amount: integerReader }),
  send_date: dateReader,
});

/** A post that a person suggests to a channel: its state, price and time. */
export function describeSuggestedPost(value: unknown): string {
  const { state, price, send_date: date } = suggestedPost(value) ?? {};
  const { amount, currency } = price ?? {};
  return [
    state,
    amount === undefined || currency === undefined ? '' : toPrice(amount, currency),
    date === undefined ? '' : `for ${new Date(date * 1000).toISOString()}`,
  ]
    .filter(Boolean)
    .join(', ');
}
