import {
  booleanReader,
  fieldsReader,
  integerReader,
  listReader,
  patternReader,
  type ReadBy,
} from '../../../lib/json-reader.ts';
import {
  idReader,
  nameReader,
  pollReader,
  RARE_FIELDS,
  RAW_CONTENT_FIELDS,
  userReader,
} from './raw-content.ts';

/**
 * The fields of messages that Parley reads, as
 * https://discord.com/developers/docs/resources/message names them. Partial updates leave fields
 * out, and so do Discord-compatible servers; a part that is not understood is left out.
 */

/** The fields of a member of a server. */
export const MEMBER_FIELDS = {
  nick: nameReader,
  roles: listReader(idReader),
  permissions: patternReader(/^\d{1,40}$/),
};
const member = fieldsReader(MEMBER_FIELDS);

const MESSAGE_FIELDS = {
  ...RAW_CONTENT_FIELDS,
  ...RARE_FIELDS,
  id: idReader,
  channel_id: idReader,
  guild_id: idReader,
  author: userReader,
  member,
  webhook_id: idReader,
  application_id: idReader,
  mention_roles: listReader(idReader),
  mention_everyone: booleanReader,
  timestamp: nameReader,
  edited_timestamp: nameReader,
  message_reference: fieldsReader({
    type: integerReader,
    channel_id: idReader,
    message_id: idReader,
  }),
  message_snapshots: listReader(
    fieldsReader({ message: fieldsReader({ ...RAW_CONTENT_FIELDS, poll: pollReader }) }, 'message'),
  ),
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
/** A member of a server in an event. Only interactions bring the permissions. */
export type RawMember = ReadBy<typeof member>;
