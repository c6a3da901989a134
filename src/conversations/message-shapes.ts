import { z } from 'zod';
import type {
  AttachmentRef,
  Author,
  Channel,
  ChatMessage,
  QuotedMessage,
} from '../contracts/chat-message.ts';

// Fields that are not listed stay as they are: a newer version of Parley may know them.
const shape = z.looseObject;
const text = z.string();

/**
 * A part that a record can do without: it is left out when it is wrong. The result has it as
 * `undefined` then, which the types of optional fields do not allow, but JSON leaves out.
 */
export const spare = <Schema extends z.ZodType>(schema: Schema) =>
  schema.exactOptional().catch(undefined as never);

const channel: z.ZodType<Channel> = shape({
  platform: text,
  id: text,
  kind: z.enum(['direct', 'group', 'thread']),
  server: spare(text),
  parentId: spare(text),
  name: spare(text),
  parentName: spare(text),
  serverName: spare(text),
  isGuest: spare(z.literal(true)),
  personId: spare(text),
});

const author: z.ZodType<Author> = shape({
  id: text,
  name: text,
  isBot: z.boolean(),
  isServerAdmin: z.boolean().catch(false),
  roles: z.array(text).catch([]),
  locale: spare(text),
});

const attachments: z.ZodType<readonly AttachmentRef[]> = z
  .array(
    shape({
      ref: text,
      name: text,
      mime: text,
      bytes: z.number(),
      sentAs: spare(z.enum(['voice', 'audio', 'video', 'video note', 'animation', 'sticker'])),
      stillRef: spare(text),
      durationMs: spare(z.number()),
    }),
  )
  .catch([]);

const content = { text, details: spare(text), attachments, forwardedFrom: spare(text) };

const quoted: z.ZodType<QuotedMessage> = shape({
  id: text,
  author,
  isOwn: z.boolean(),
  selected: spare(text),
  ...content,
});

const message: z.ZodType<ChatMessage> = shape({
  id: text,
  channel,
  author,
  addressed: z.union([z.literal(false), z.enum(['direct', 'mention', 'reply', 'thread'])]),
  ...content,
  quoted: spare(quoted),
  links: spare(z.array(shape({ channelId: text, messageId: text }))),
  isForOthers: spare(z.boolean()),
  isNearLimit: spare(z.boolean()),
  albumId: spare(text),
  origin: spare(z.enum(['proxy', 'channel'])),
  sentAt: z.number(),
});

/** The shapes of messages, and of their parts. */
export const messageShapes = { channel, quoted, message };
