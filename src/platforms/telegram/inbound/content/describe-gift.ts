import { fieldsReader, integerReader } from '../../../../lib/json-reader.ts';
import { entitiesReader, titleReader, wordsReader } from '../readers.ts';
import { toStars } from './describe-invoice.ts';
import { toMarkdown } from './to-markdown.ts';

const gift = fieldsReader({
  gift: fieldsReader({
    star_count: integerReader,
    base_name: titleReader,
    number: integerReader,
    sticker: fieldsReader({ emoji: titleReader }),
  }),
  text: wordsReader,
  entities: entitiesReader,
});

/** A gift: its look or name, its price, and the words with it. */
export function describeGift(value: unknown): string {
  const { gift: given = {}, text, entities } = gift(value) ?? {};
  const { star_count: stars, base_name: name, number } = given;
  return [
    name === undefined
      ? given.sticker?.emoji
      : [name, number && `#${number}`].filter(Boolean).join(' '),
    stars === undefined ? '' : `worth ${toStars(stars)}`,
    toMarkdown(text, entities),
  ]
    .filter(Boolean)
    .join(', ');
}
