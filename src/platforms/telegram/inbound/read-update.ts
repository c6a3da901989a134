import {
  booleanReader,
  fieldsReader,
  integerReader,
  type JsonReader,
  objectReader,
  patternReader,
  type ReadBy,
} from '../../../lib/json-reader.ts';
import { CONTENT_FIELDS } from './content/describe-content.ts';
import { EXTRA_FIELDS } from './content/describe-extras.ts';
import { MEDIA_FIELDS } from './read-media.ts';
import {
  anythingReader,
  chatReader,
  dateReader,
  entitiesReader,
  fileIdReader,
  originReader,
  personReader,
  titleReader,
  wordsReader,
} from './readers.ts';

/**
 * The fields of updates that Parley reads, as https://core.telegram.org/bots/api names them. Other
 * servers leave fields out or give them other types, and new versions bring new kinds of everything:
 * a part that is not understood is left out.
 */

const LOCATION_FIELDS = {
  message_id: integerReader,
  /** Only one person and the bot see the message. Its `message_id` is 0. */
  ephemeral_message_id: integerReader,
  chat: chatReader,
  message_thread_id: integerReader,
  is_topic_message: booleanReader,
  /** In the direct messages of a channel, each reader writes in a topic of their own. */
  direct_messages_topic: fieldsReader({ topic_id: integerReader, user: personReader }, 'topic_id'),
};

/** What a message holds, also one that is quoted from another chat. */
const HELD_FIELDS = {
  ...MEDIA_FIELDS,
  ...CONTENT_FIELDS,
  ...EXTRA_FIELDS,
  text: wordsReader,
  entities: entitiesReader,
  caption: wordsReader,
  caption_entities: entitiesReader,
  rich_message: objectReader,
};

const MESSAGE_FIELDS = {
  ...LOCATION_FIELDS,
  ...HELD_FIELDS,
  date: dateReader,
  guest_query_id: fileIdReader,
  from: personReader,
  sender_chat: chatReader,
  is_automatic_forward: booleanReader,
  media_group_id: fileIdReader,
  migrate_to_chat_id: integerReader,
  forum_topic_created: fieldsReader({ name: titleReader }),
  forward_origin: originReader,
  quote: fieldsReader({ text: wordsReader, entities: entitiesReader, is_manual: booleanReader }),
  external_reply: withOthers({
    ...HELD_FIELDS,
    message_id: integerReader,
    chat: chatReader,
    origin: originReader,
  }),
  reply_to_story: anythingReader,
  reply_to_checklist_task_id: integerReader,
  reply_to_poll_option_id: titleReader,
};

/** A message that another one replies to brings no further one along. */
const repliedMessage = withOthers(MESSAGE_FIELDS, 'message_id', 'chat');

const message = withOthers(
  { ...MESSAGE_FIELDS, reply_to_message: repliedMessage },
  'message_id',
  'chat',
);

/** As `fieldsReader`. `others` are the fields that have no reader, as they are. */
function withOthers<
  Fields extends Readonly<Record<string, JsonReader<unknown>>>,
  Required extends keyof Fields & string = never,
>(fields: Fields, ...required: readonly Required[]) {
  const read = fieldsReader(fields, ...required);

  return (value: unknown) => {
    const known = read(value);
    if (known === undefined) return undefined;
    const others = Object.entries(Object(value)).filter(([name]) => !Object.hasOwn(fields, name));
    return { ...known, others: others as readonly (readonly [string, unknown])[] };
  };
}

const callbackQuery = fieldsReader(
  {
    id: fileIdReader,
    from: personReader,
    // Telegram allows 64 bytes.
    data: patternReader(/^.{1,256}$/s),
    message: fieldsReader(LOCATION_FIELDS, 'message_id', 'chat'),
    inline_message_id: fileIdReader,
  },
  'id',
  'from',
);

const member = fieldsReader({ status: titleReader, is_member: booleanReader }, 'status');

const chatMemberUpdate = fieldsReader(
  { chat: chatReader, from: personReader, old_chat_member: member, new_chat_member: member },
  'chat',
  'old_chat_member',
  'new_chat_member',
);

const stoppedGeneration = fieldsReader(
  { chat: chatReader, message_thread_id: integerReader },
  'chat',
);

/** Reads an update. `undefined`: it is no object. */
export const readUpdate = fieldsReader({
  message,
  edited_message: message,
  channel_post: message,
  guest_message: message,
  edited_channel_post: message,
  callback_query: callbackQuery,
  my_chat_member: chatMemberUpdate,
  stopped_message_generation: stoppedGeneration,
});

/** A message in an update. */
export type UpdateMessage = ReadBy<typeof message>;
/** What a message holds, also one that is quoted from another chat. */
export type UpdateContent = Pick<UpdateMessage, keyof typeof HELD_FIELDS | 'others'> &
  Pick<UpdateMessage, 'forward_origin' | 'sender_chat' | 'is_automatic_forward'>;
/** A press of a button. */
export type UpdateCallbackQuery = ReadBy<typeof callbackQuery>;
/** A change of the bot's membership. */
export type UpdateMembership = ReadBy<typeof chatMemberUpdate>;
/** A press of Telegram's own Stop. */
export type UpdateStop = ReadBy<typeof stoppedGeneration>;
