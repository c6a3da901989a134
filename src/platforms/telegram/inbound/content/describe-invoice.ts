import { fieldsReader, integerReader } from '../../../../lib/json-reader.ts';
import { titleReader, wordsReader } from '../readers.ts';

const invoice = fieldsReader({
  title: titleReader,
  description: wordsReader,
  currency: titleReader,
  total_amount: integerReader,
});

/** A bill: what it is for, and its price. */
export function describeInvoice(value: unknown): string {
  const { title, description, currency, total_amount: amount } = invoice(value) ?? {};
  const price = amount === undefined || currency === undefined ? '' : toPrice(amount, currency);
  return [title, description, price].filter(Boolean).join(', ');
}

/** Amounts are in the smallest unit of their currency. Stars have none, and TON has nine digits. */
export function toPrice(amount: number, currency: string): string {
  if (currency === 'XTR') return toStars(amount);
  if (currency === 'TON') return `${amount / 1e9} TON`;
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
  } catch {
    return `${amount} ${currency}`;
  }
}

/** An amount of Telegram's own currency. */
export function toStars(count: number): string {
  return `${count} Telegram ${count === 1 ? 'Star' : 'Stars'}`;
}
