import {
  booleanReader,
  fieldsReader,
  integerReader,
  type JsonReader,
  listReader,
  numberReader,
  objectReader,
  patternReader,
  type ReadBy,
  textReader,
} from '../../../lib/json-reader.ts';

/**
 * The fields of what a message shows besides its words, as
 * https://discord.com/developers/docs/resources/message and
 * https://discord.com/developers/docs/components/reference name them.
 */

/** A snowflake, or the id of another server. It becomes a part of the address of requests. */
export const idReader = patternReader(/^\w[\w-]{0,63}$/);
/** Discord allows 4,000 characters of content. */
export const contentReader = textReader(40_000);
/** The name of a person, a channel, a file or the like. */
export const nameReader = textReader(256);
/** An address to download from, or to show behind words. */
const urlReader = patternReader(/^https?:\/\/\S{1,2000}$/);

const emoji = fieldsReader({ name: nameReader });

/** A file of a message. */
export const attachmentReader = fieldsReader(
  {
    id: idReader,
    filename: nameReader,
    title: nameReader,
    description: contentReader,
    content_type: nameReader,
    size: integerReader,
    url: urlReader,
    proxy_url: urlReader,
    duration_secs: numberReader,
  },
  'id',
);

/** A picture, video or file of an embed or of a component. Discord keeps a copy at `proxy_url`. */
const media = fieldsReader({
  url: urlReader,
  proxy_url: urlReader,
  content_type: nameReader,
  description: contentReader,
  attachment_id: idReader,
});

/** An embed, which a bot wrote or Discord made of a link. */
export const embedReader = fieldsReader({
  type: nameReader,
  title: contentReader,
  description: contentReader,
  url: urlReader,
  timestamp: nameReader,
  author: fieldsReader({ name: nameReader, url: urlReader }),
  provider: fieldsReader({ name: nameReader }),
  footer: fieldsReader({ text: contentReader }),
  image: media,
  thumbnail: media,
  video: media,
  fields: listReader(fieldsReader({ name: contentReader, value: contentReader })),
});

const pollMedia = fieldsReader({ text: contentReader, emoji });

/** A poll. The results are there while it runs, too. */
export const pollReader = fieldsReader({
  question: pollMedia,
  answers: listReader(fieldsReader({ answer_id: integerReader, poll_media: pollMedia })),
  expiry: nameReader,
  allow_multiselect: booleanReader,
  results: fieldsReader({
    is_finalized: booleanReader,
    answer_counts: listReader(fieldsReader({ id: integerReader, count: integerReader }, 'id')),
  }),
});

/** A sticker. Its format says whether it is a picture. */
export const stickerReader = fieldsReader(
  { id: idReader, name: nameReader, format_type: integerReader },
  'name',
);

const COMPONENT_FIELDS = {
  type: integerReader,
  label: contentReader,
  url: urlReader,
  emoji,
  content: contentReader,
  placeholder: contentReader,
  description: contentReader,
  name: nameReader,
  size: integerReader,
  options: listReader(fieldsReader({ label: contentReader, description: contentReader })),
  media,
  file: media,
  items: listReader(fieldsReader({ media, description: contentReader })),
};

/** Discord nests components in 3 levels. Deeper ones are left out, so no event costs much. */
const MAX_COMPONENT_DEPTH = 6;

/** A component of a message: a text, a button, a gallery, or a group of components. */
export type RawComponent = ReadBy<typeof leafReader> & {
  readonly components?: readonly RawComponent[];
  readonly accessory?: RawComponent;
  readonly component?: RawComponent;
};

const leafReader = fieldsReader(COMPONENT_FIELDS, 'type');

/** Reads a component with those that it contains. */
export const componentReader: JsonReader<RawComponent> = nestedComponentReader(MAX_COMPONENT_DEPTH);

function nestedComponentReader(depth: number): JsonReader<RawComponent> {
  if (depth === 0) return leafReader;

  const inner = nestedComponentReader(depth - 1);
  return fieldsReader(
    { ...COMPONENT_FIELDS, components: listReader(inner), accessory: inner, component: inner },
    'type',
  );
}

/** The user of an event. */
export const userReader = fieldsReader(
  { id: idReader, username: nameReader, global_name: nameReader, bot: booleanReader },
  'id',
);

const mention = fieldsReader(
  {
    id: idReader,
    username: nameReader,
    global_name: nameReader,
    member: fieldsReader({ nick: nameReader }),
  },
  'id',
);

/** What a message that was forwarded has. */
export const RAW_CONTENT_FIELDS = {
  type: integerReader,
  content: contentReader,
  flags: integerReader,
  mentions: listReader(mention),
  attachments: listReader(attachmentReader),
  embeds: listReader(embedReader),
  sticker_items: listReader(stickerReader),
  components: listReader(componentReader),
};

/** What only a few messages have: invitations to activities, calls, themes, purchases. */
export const RARE_FIELDS = {
  poll: pollReader,
  activity: fieldsReader({ type: integerReader }),
  application: fieldsReader({ name: nameReader }),
  call: fieldsReader({ participants: listReader(idReader), ended_timestamp: nameReader }),
  shared_client_theme: fieldsReader({ colors: listReader(nameReader) }),
  role_subscription_data: fieldsReader({ tier_name: nameReader }),
  purchase_notification: fieldsReader({
    guild_product_purchase: fieldsReader({ product_name: nameReader }),
  }),
  gift_info: objectReader,
  // `interaction` has the name of the command; `interaction_metadata` took its place without one.
  interaction: fieldsReader({ name: nameReader, user: userReader }),
  interaction_metadata: fieldsReader({ user: userReader }),
};

const rawContentReader = fieldsReader({
  ...RAW_CONTENT_FIELDS,
  ...RARE_FIELDS,
  author: userReader,
});

/** What people see of a message. Of a message that was forwarded, not even the author is known. */
export type RawContent = ReadBy<typeof rawContentReader>;
/** A file of a message. */
export type RawAttachment = ReadBy<typeof attachmentReader>;
/** A picture, video or file of an embed or of a component. */
export type RawMedia = ReadBy<typeof media>;
/** An embed of a message. */
export type RawEmbed = ReadBy<typeof embedReader>;
/** A poll of a message. */
export type RawPoll = ReadBy<typeof pollReader>;
/** A sticker of a message. */
export type RawSticker = ReadBy<typeof stickerReader>;
/** A user as the network sends it. */
export type RawUser = ReadBy<typeof userReader>;
/** A user whom a message mentions. */
export type RawMention = ReadBy<typeof mention>;
