import { fieldsReader, integerReader, listReader } from '../../../../lib/json-reader.ts';
import { chatName } from '../chat-name.ts';
import { chatReader, dateReader, personReader, wordsReader } from '../readers.ts';
import { toStars } from './describe-invoice.ts';

const giveaway = fieldsReader({
  chats: listReader(chatReader),
  winners_selection_date: dateReader,
  winner_count: integerReader,
  winners: listReader(personReader),
  prize_description: wordsReader,
  prize_star_count: integerReader,
  premium_subscription_month_count: integerReader,
  unclaimed_prize_count: integerReader,
});

/** A giveaway or its winners: the prize, who gives it, and when or to whom. */
export function describeGiveaway(value: unknown): string {
  const read = giveaway(value) ?? {};
  const { chats = [], winners = [], winner_count: count, winners_selection_date: date } = read;
  const { prize_star_count: stars, premium_subscription_month_count: months } = read;

  return [
    stars === undefined ? '' : toStars(stars),
    months === undefined ? '' : `Telegram Premium for ${months} months`,
    read.prize_description,
    chats.length === 0 ? '' : `given by ${chats.map(chatName).join(', ')}`,
    count === undefined ? '' : `${count} ${count === 1 ? 'winner' : 'winners'}`,
    winners.length === 0 ? '' : `won by ${winners.map(chatName).join(', ')}`,
    date === undefined ? '' : `drawn on ${new Date(date * 1000).toISOString().slice(0, 10)}`,
  ]
    .filter(Boolean)
    .join(', ');
}
