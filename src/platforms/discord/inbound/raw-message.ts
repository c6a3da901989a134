import {
  booleanReader,
  fieldsReader,
  integerReader,
  listReader,
  objectReader,
  patternReader,
  type ReadBy,
  textReader,
} from '../../../lib/json-reader.ts';

/**
 * The fields of messages that Parley reads, as
 * https://discord.com/developers/docs/resources/message names them. Partial updates leave fields
 * out, and so do Discord-compatible servers; a part that is not understood is left out.
 */

/** A snowflake, or the id of another server. It becomes a part of the address of requests. */
export const idReader = patternReader(/^\w[\w-]{0,63}$/);
/** Discord allows 4,000 characters of content. */
export const contentReader = textReader(40_000);
/** The name of a person, a channel, a file or the like. */
export const nameReader = textReader(256);
/** The user of an event. */
export const userReader = fieldsReader(
  { id: idReader, username: nameReader, global_name: nameReader, bot: booleanReader },
  'id',
);

/** The fields of a member of a server. */
export const MEMBER_FIELDS = {
  nick: nameReader,
  roles: listReader(idReader),
  permissions: patternReader(/^\d{1,40}$/),
};
const member = fieldsReader(MEMBER_FIELDS);

const mention = fieldsReader(
  {
    id: idReader,
    username: nameReader,
    global_name: nameReader,
    member: fieldsReader({ nick: nameReader }),
  },
  'id',
);

const attachment = fieldsReader(
  {
    id: idReader,
    filename: nameReader,
    content_type: nameReader,
    size: integerReader,
    url: patternReader(/^https?:\/\/\S{1,2000}$/),
  },
  'id',
);

const CONTENT_FIELDS = {
  type: integerReader,
  content: contentReader,
  mentions: listReader(mention),
  attachments: listReader(attachment),
  sticker_items: listReader(fieldsReader({ name: nameReader }, 'name')),
  poll: objectReader,
  components: listReader(objectReader),
};

const MESSAGE_FIELDS = {
  ...CONTENT_FIELDS,
  id: idReader,
  channel_id: idReader,
  guild_id: idReader,
  author: userReader,
  member,
  webhook_id: idReader,
  mention_roles: listReader(idReader),
  timestamp: nameReader,
  edited_timestamp: nameReader,
  message_snapshots: listReader(fieldsReader({ message: fieldsReader(CONTENT_FIELDS) }, 'message')),
};

/** A message that another one replies to brings no further one along. */
const referencedMessage = fieldsReader(MESSAGE_FIELDS, 'id', 'channel_id');

/** Reads a message of an event or of a response. `undefined`: it has no id or no channel. */
export const rawMessageReader = fieldsReader(
  { ...MESSAGE_FIELDS, referenced_message: referencedMessage },
  'id',
  'channel_id',
);

/** Reads the parts of a message in a response to a request that named the message. */
export const partialMessageReader = fieldsReader(MESSAGE_FIELDS);

/** A message as the network sends it. */
export type RawMessage = ReadBy<typeof rawMessageReader>;
/** A user as the network sends it. */
export type RawUser = ReadBy<typeof userReader>;
/** A member of a server in an event. Only interactions bring the permissions. */
export type RawMember = ReadBy<typeof member>;
/** A user whom a message mentions. */
export type RawMention = ReadBy<typeof mention>;
/** A file of a message. */
export type RawAttachment = ReadBy<typeof attachment>;
