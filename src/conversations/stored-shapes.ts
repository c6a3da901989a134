import { z } from 'zod';
import type { Attempt } from '../contracts/attempt.ts';
import type { ConversationSettings, ThreadWriters } from '../contracts/conversations.ts';
import type { FileReading, Material, UnreadableFileReason } from '../contracts/material.ts';
import type { Pin } from '../contracts/pins.ts';
import type { AnswerVersion, Rerun, Turn } from '../contracts/turns.ts';
import { messageShapes, spare } from './message-shapes.ts';
import type {
  ChannelMove,
  Head,
  NearbyRecord,
  OpenMark,
  PinsRecord,
  StoredSummary,
  StoredTurn,
} from './records.ts';

// Fields that are not listed stay as they are: a newer version of Parley may know them.
const shape = z.looseObject;
const text = z.string();
const count = z.number().int().nonnegative();
const format = z.literal(1);
const { channel, quoted, message } = messageShapes;

const address = shape({
  channel,
  questionId: spare(text),
  askerId: spare(text),
  opensThread: spare(text),
  interaction: spare(
    shape({ id: text, token: text, expiresAt: z.number(), isSeenByAll: spare(z.literal(true)) }),
  ),
  onlyAsker: spare(z.literal(true)),
});

const attempt: z.ZodType<Attempt> = shape({
  provider: text,
  model: text,
  keyAlias: spare(text),
  outcome: z.custom<Attempt['outcome']>((value) => typeof value === 'string'),
  headersMs: spare(z.number()),
  firstContentMs: spare(z.number()),
  endMs: z.number(),
  inputTokens: spare(z.number()),
  cachedInputTokens: spare(z.number()),
  cacheWriteInputTokens: spare(z.number()),
  outputTokens: spare(z.number()),
  reasoningTokens: spare(z.number()),
  images: spare(z.number()),
  audioMs: spare(z.number()),
  isEstimated: spare(z.literal(true)),
  usd: spare(z.number()),
});

const version: z.ZodType<AnswerVersion> = shape({
  text,
  lead: spare(text),
  notes: spare(z.array(text)),
  provider: text,
  model: text,
  attempts: spare(z.array(attempt)),
  endedAt: spare(z.number()),
  citations: spare(z.array(shape({ url: text, title: spare(text), mark: spare(text) }))),
  isThoughts: spare(z.boolean()),
  isRepetition: spare(z.boolean()),
  refusal: spare(z.enum(['told', 'silent'])),
  end: z.enum(['stop', 'length', 'filter', 'other', 'stopped', 'failed']).catch('other'),
});

const fileReading: z.ZodType<FileReading> = z.union([
  shape({
    ref: text,
    name: text,
    kind: z.literal('text'),
    text,
    language: spare(text),
    cut: spare(text),
  }),
  shape({ ref: text, name: text, kind: z.literal('transcript'), text, cut: spare(text) }),
  shape({ ref: text, name: text, kind: z.enum(['image', 'audio']) }),
  shape({
    ref: text,
    name: text,
    kind: z.literal('unreadable'),
    why: z.custom<UnreadableFileReason>((value) => typeof value === 'string'),
  }),
]);
const material: z.ZodType<Material> = shape({
  files: z.array(fileReading),
  edition: spare(count),
  background: z.array(shape({ kind: z.enum(['thread', 'chain', 'link']), message: quoted })),
});

const hasBegun = spare(z.boolean());
const rerun: z.ZodType<Rerun> = z.union([
  shape({ kind: z.literal('continue'), hasBegun }),
  shape({
    kind: z.literal('regenerate'),
    model: spare(text),
    isOfEdit: spare(z.boolean()),
    hasBegun,
  }),
  shape({ kind: z.literal('show'), version: count, hasBegun }),
]);

/** The shape of a stored turn. A wrong part that a turn can do without is left out. */
export const storedTurnShape: z.ZodType<StoredTurn> = shape({
  id: text,
  conversation: text,
  sequence: count,
  epoch: count,
  state: z.enum(['waiting', 'running', 'done', 'failed', 'stopped'] satisfies Turn['state'][]),
  inputs: z.array(message),
  address,
  places: z.array(shape({ messageId: text, isDraft: spare(z.boolean()) })),
  creating: z.boolean(),
  versions: z.array(version),
  shown: count,
  resumes: count,
  rerun: spare(rerun),
  edition: spare(count),
  isStopped: spare(z.boolean()),
  isPrivate: spare(z.boolean()),
  material: spare(material),
  acceptedAt: z.number(),
  format,
});

const settings: z.ZodType<ConversationSettings> = shape({
  model: z.string().exactOptional(),
  style: shape({ rich: z.boolean().exactOptional() }).exactOptional(),
});

/** The shape of a stored head. */
export const headShape: z.ZodType<Head> = shape({
  sequence: count,
  epoch: count,
  settings,
  trimmedEpoch: spare(count),
  format,
});

/** The parts of a head that can still be used when the whole cannot. */
export const headPartsShape = z
  .object({ sequence: count.catch(0), epoch: count.catch(0), settings: settings.catch({}) })
  .catch({ sequence: 0, epoch: 0, settings: {} });

/** The shape of the open mark. */
export const openMarkShape: z.ZodType<OpenMark> = shape({
  turns: z.array(text),
  server: spare(text),
  format,
});

/** The shape of a stored summary. */
export const summaryShape: z.ZodType<StoredSummary> = shape({
  text,
  from: count,
  to: count,
  epoch: count,
  model: text,
  since: z.number(),
  at: z.number(),
  format,
});

/** The shape of the move of a channel. */
export const channelMoveShape: z.ZodType<ChannelMove> = shape({ conversation: text, format });

/** The shape of the people who have written in a thread. */
export const threadWritersShape: z.ZodType<ThreadWriters> = shape({
  ids: z.array(text),
  through: text,
  isComplete: z.boolean(),
});

/** The shape of stored nearby messages. */
export const nearbyRecordShape: z.ZodType<NearbyRecord> = shape({
  messages: z.array(message),
  ageMs: z.number(),
  format,
});
const pin: z.ZodType<Pin> = shape({
  number: count,
  messageId: text,
  author: spare(shape({ id: text, name: text })),
  text,
  pinnedAt: z.number(),
});

/** The shape of the stored pins of a conversation. */
export const pinsShape: z.ZodType<PinsRecord> = shape({ pins: z.array(pin), format });
