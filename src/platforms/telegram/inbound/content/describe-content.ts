import type { AttachmentRef } from '../../../../contracts/chat-message.ts';
import { fieldsReader, integerReader } from '../../../../lib/json-reader.ts';
import { chatName } from '../chat-name.ts';
import { writeFencedCode } from '../markdown/write-code.ts';
import {
  anythingReader,
  chatReader,
  entitiesReader,
  titleReader,
  wordsReader,
} from '../readers.ts';
import { describeChecklist } from './describe-checklist.ts';
import { describeGiveaway } from './describe-giveaway.ts';
import { describeInvoice } from './describe-invoice.ts';
import { describePaidMedia } from './describe-paid-media.ts';
import { describePlace, describeVenue } from './describe-place.ts';
import { describePoll } from './describe-poll.ts';
import { describePollMedia } from './describe-poll-media.ts';
import { toMarkdown } from './to-markdown.ts';

/** Describes one kind of content. Files in it join `attachments`. */
type Describe = (value: unknown, attachments: AttachmentRef[]) => string;

const contact = fieldsReader({
  phone_number: titleReader,
  first_name: titleReader,
  last_name: titleReader,
  vcard: wordsReader,
});
const dice = fieldsReader({ emoji: titleReader, value: integerReader });
const story = fieldsReader({ chat: chatReader });
const game = fieldsReader({
  title: titleReader,
  description: wordsReader,
  text: wordsReader,
  text_entities: entitiesReader,
  photo: anythingReader,
});

const describeContact: Describe = (value) => {
  const { phone_number: phone, vcard, ...names } = contact(value) ?? {};
  const card =
    vcard === undefined ? '' : `\n${writeFencedCode(vcard.replaceAll('\r', ''), 'vcard')}`;
  return `${[chatName({ id: 0, ...names }), phone].filter(Boolean).join(', ')}${card}`;
};

const describeDice: Describe = (value) => {
  const { emoji, value: count } = dice(value) ?? {};
  return [emoji, count === undefined ? '' : `shows ${count}`].filter(Boolean).join(' ');
};

const describeStory: Describe = (value) => {
  const { chat } = story(value) ?? {};
  const author = chat === undefined ? '' : `by ${chatName(chat)}; `;
  return `${author}Telegram does not give the content of stories to bots`;
};

const describeGame: Describe = (value, attachments) => {
  const { title, description, text, text_entities: entities, photo } = game(value) ?? {};
  const picture = describePollMedia({ photo }, attachments);
  return [title, description, toMarkdown(text, entities), picture].filter(Boolean).join('\n');
};

/** The kinds of content besides words and files, by their fields. */
const DESCRIBERS = {
  poll: describePoll,
  venue: describeVenue,
  location: describePlace,
  contact: describeContact,
  dice: describeDice,
  game: describeGame,
  story: describeStory,
  checklist: describeChecklist,
  paid_media: describePaidMedia,
  giveaway: describeGiveaway,
  giveaway_winners: describeGiveaway,
  invoice: describeInvoice,
} satisfies Readonly<Record<string, Describe>>;

/** A field of a message that holds content besides words and files. */
export type ContentField = keyof typeof DESCRIBERS;

/** The readers of these fields. The describers read their insides. */
export const CONTENT_FIELDS: Readonly<Record<ContentField, typeof anythingReader>> = {
  poll: anythingReader,
  venue: anythingReader,
  location: anythingReader,
  contact: anythingReader,
  dice: anythingReader,
  game: anythingReader,
  story: anythingReader,
  checklist: anythingReader,
  paid_media: anythingReader,
  giveaway: anythingReader,
  giveaway_winners: anythingReader,
  invoice: anythingReader,
};

/** Describes the content of a message in words, part by part. Each part begins with its kind. */
export function describeContent(
  message: Readonly<Partial<Record<ContentField, unknown>>>,
  attachments: AttachmentRef[],
): readonly string[] {
  return (Object.keys(DESCRIBERS) as ContentField[]).flatMap((field) => {
    const value = message[field];
    // A venue brings its location a second time.
    if (value === undefined || (field === 'location' && message.venue !== undefined)) return [];
    const words = DESCRIBERS[field](value, attachments);
    return [`[${field.replaceAll('_', ' ')}] ${words}`.trim()];
  });
}
