import {
  booleanReader,
  fieldsReader,
  integerReader,
  type JsonReader,
  listReader,
  objectReader,
  patternReader,
  type ReadBy,
  textReader,
} from '../../../lib/json-reader.ts';

/**
 * The fields of updates that Parley reads, as https://core.telegram.org/bots/api names them. Other
 * servers leave fields out or give them other types, and new versions bring new kinds of everything:
 * a part that is not understood is left out.
 */

/** A rich message has 32,768 characters at most, a plain one 4,096. */
const text = textReader(40_000);
const name = textReader(256);
/** A file's id, or the id of a callback query. It goes into requests. */
const id = patternReader(/^[\w=:.-]{1,256}$/);
/** Unix seconds of four-digit years. */
const date: JsonReader<number> = (value) => {
  const seconds = integerReader(value) ?? -1;
  return seconds >= 0 && seconds < 253_402_300_800 ? seconds : undefined;
};

const user = fieldsReader(
  {
    id: integerReader,
    is_bot: booleanReader,
    first_name: name,
    last_name: name,
    language_code: name,
  },
  'id',
);

const chat = fieldsReader(
  { id: integerReader, type: name, title: name, first_name: name, last_name: name },
  'id',
);

const entity = fieldsReader(
  { type: name, offset: integerReader, length: integerReader, user },
  'type',
  'offset',
  'length',
);

const FILE_FIELDS = { file_id: id, file_name: name, mime_type: name, file_size: integerReader };
const file = fieldsReader(FILE_FIELDS, 'file_id');

/** The files of a message, or of a message that is quoted from another chat. */
const MEDIA_FIELDS = {
  photo: listReader(file),
  animation: file,
  document: file,
  audio: fieldsReader({ ...FILE_FIELDS, title: name }, 'file_id'),
  voice: file,
  video: file,
  video_note: file,
  sticker: fieldsReader(
    { ...FILE_FIELDS, is_animated: booleanReader, is_video: booleanReader },
    'file_id',
  ),
};

const origin = fieldsReader({
  sender_user: user,
  sender_user_name: name,
  sender_chat: chat,
  chat,
});

const LOCATION_FIELDS = {
  message_id: integerReader,
  chat,
  message_thread_id: integerReader,
  is_topic_message: booleanReader,
};

const MESSAGE_FIELDS = {
  ...LOCATION_FIELDS,
  ...MEDIA_FIELDS,
  date,
  from: user,
  sender_chat: chat,
  is_automatic_forward: booleanReader,
  text,
  entities: listReader(entity),
  caption: text,
  caption_entities: listReader(entity),
  media_group_id: id,
  migrate_to_chat_id: integerReader,
  forum_topic_created: objectReader,
  quote: fieldsReader({ text, is_manual: booleanReader }),
  external_reply: fieldsReader({ ...MEDIA_FIELDS, message_id: integerReader, origin }),
  poll: objectReader,
  venue: objectReader,
  location: objectReader,
  contact: objectReader,
  dice: objectReader,
  game: objectReader,
  story: objectReader,
  checklist: objectReader,
  paid_media: objectReader,
  rich_message: objectReader,
};

/** A message that another one replies to brings no further one along. */
const repliedMessage = fieldsReader(MESSAGE_FIELDS, 'message_id', 'chat');

const message = fieldsReader(
  { ...MESSAGE_FIELDS, reply_to_message: repliedMessage },
  'message_id',
  'chat',
);

const callbackQuery = fieldsReader(
  {
    id,
    from: user,
    // Telegram allows 64 bytes.
    data: patternReader(/^.{1,256}$/s),
    message: fieldsReader(LOCATION_FIELDS, 'message_id', 'chat'),
  },
  'id',
  'from',
);

const member = fieldsReader({ status: name, is_member: booleanReader }, 'status');

const chatMemberUpdate = fieldsReader(
  { chat, from: user, old_chat_member: member, new_chat_member: member },
  'chat',
  'old_chat_member',
  'new_chat_member',
);

const stoppedGeneration = fieldsReader({ chat, message_thread_id: integerReader }, 'chat');

/** Reads an update. `undefined`: it is no object. */
export const readUpdate = fieldsReader({
  message,
  edited_message: message,
  callback_query: callbackQuery,
  my_chat_member: chatMemberUpdate,
  stopped_message_generation: stoppedGeneration,
});

/** A message in an update. */
export type UpdateMessage = ReadBy<typeof message>;
/** A user in an update. */
export type UpdateUser = ReadBy<typeof user>;
/** A chat in an update. */
export type UpdateChat = ReadBy<typeof chat>;
/** A marked part of a text. */
export type UpdateEntity = ReadBy<typeof entity>;
/** The first author of a message that was forwarded, or quoted from another chat. */
export type UpdateOrigin = ReadBy<typeof origin>;
/** The files of a message. */
export type UpdateMedia = Pick<UpdateMessage, keyof typeof MEDIA_FIELDS>;
/** A press of a button. */
export type UpdateCallbackQuery = ReadBy<typeof callbackQuery>;
/** A change of the bot's membership. */
export type UpdateMembership = ReadBy<typeof chatMemberUpdate>;
/** A press of Telegram's own Stop. */
export type UpdateStop = ReadBy<typeof stoppedGeneration>;
