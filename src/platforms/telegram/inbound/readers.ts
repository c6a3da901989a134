import {
  booleanReader,
  fieldsReader,
  integerReader,
  type JsonReader,
  listReader,
  patternReader,
  type ReadBy,
  textReader,
} from '../../../lib/json-reader.ts';

/** A rich message has 32,768 characters at most, a plain one 4,096. */
export const wordsReader = textReader(40_000);
export const titleReader = textReader(256);
/** A file's id, or the id of a callback query. It goes into requests. */
export const fileIdReader = patternReader(/^[\w=:.-]{1,256}$/);
/** An address behind words. A part of one is another one, so longer ones are left out. */
const addressReader: JsonReader<string> = (value) =>
  typeof value === 'string' && value.length <= 4_096 ? value.toWellFormed() : undefined;
/** Any value that is not null. */
export const anythingReader: JsonReader<unknown> = (value) => value ?? undefined;

/** Unix seconds of four-digit years. */
export const dateReader: JsonReader<number> = (value) => {
  const seconds = integerReader(value) ?? -1;
  return seconds >= 0 && seconds < 253_402_300_800 ? seconds : undefined;
};

export const personReader = fieldsReader(
  {
    id: integerReader,
    is_bot: booleanReader,
    first_name: titleReader,
    last_name: titleReader,
    username: titleReader,
    language_code: titleReader,
  },
  'id',
);

export const chatReader = fieldsReader(
  {
    id: integerReader,
    type: titleReader,
    title: titleReader,
    first_name: titleReader,
    last_name: titleReader,
    username: titleReader,
  },
  'id',
);

const entity = fieldsReader(
  {
    type: titleReader,
    offset: integerReader,
    length: integerReader,
    user: personReader,
    url: addressReader,
    language: titleReader,
    unix_time: integerReader,
  },
  'type',
  'offset',
  'length',
);

/** The marked parts of a text. */
export const entitiesReader = listReader(entity);

/** The first author of a message that was forwarded, or quoted from another chat. */
export const originReader = fieldsReader({
  sender_user: personReader,
  sender_user_name: titleReader,
  sender_chat: chatReader,
  chat: chatReader,
  message_id: integerReader,
  author_signature: titleReader,
});

/** A user in an update. */
export type UpdateUser = ReadBy<typeof personReader>;
/** A chat in an update. */
export type UpdateChat = ReadBy<typeof chatReader>;
/** A marked part of a text. */
export type UpdateEntity = ReadBy<typeof entity>;
/** The first author of a message that was forwarded, or quoted from another chat. */
export type UpdateOrigin = ReadBy<typeof originReader>;
