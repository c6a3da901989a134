import { z } from 'zod';
import { RequestError } from '../../src/lib/web/request-error.ts';
import type { LocalNetwork } from '../local-network.ts';
import type { Uploads } from './uploads.ts';

const id = z.string().min(1).max(64);
const name = z.string().min(1).max(256);
// Longer than any network takes, because the network itself is to refuse what is too long.
const text = z.string().max(20_000);

const inRoom = { roomId: id };
const byAuthor = { ...inRoom, authorId: id };

const many = <Shape extends z.ZodType>(shape: Shape) => z.array(shape).min(1).max(20);

const file = z.strictObject({
  /** The id of an upload. */
  upload: id,
  sentAs: z
    .enum(['photo', 'document', 'voice', 'audio', 'video', 'video note', 'animation', 'sticker'])
    .exactOptional(),
  durationMs: z.number().min(0).max(86_400_000).exactOptional(),
});

function takeFiles(files: readonly z.output<typeof file>[], uploads: Uploads) {
  return files.map(({ upload, ...about }) => ({ ...uploads.take(upload), ...about }));
}

const extra = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('poll'),
    question: name,
    options: many(name),
    isMultiple: z.boolean().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('sticker'), name }),
  z.strictObject({
    kind: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    title: name.exactOptional(),
    address: name.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('contact'), name, phone: name }),
  z.strictObject({ kind: z.literal('dice'), emoji: name.exactOptional() }),
  z.strictObject({ kind: z.literal('checklist'), title: name, tasks: many(name) }),
  z.strictObject({ kind: z.literal('story') }),
]);

type Action = (network: LocalNetwork, body: unknown, uploads: Uploads) => Promise<unknown>;

/** Creates an action that checks the request's body against `shape` before it acts. */
function createAction<Shape extends z.ZodType>(
  shape: Shape,
  act: (network: LocalNetwork, body: z.output<Shape>, uploads: Uploads) => unknown,
): Action {
  return async (network, body, uploads) => {
    const parsed = shape.safeParse(body);
    if (!parsed.success) throw new RequestError(400, z.prettifyError(parsed.error));
    return act(network, parsed.data, uploads);
  };
}

/** The actions of a person at the page, by the last part of the path. */
export const actions: Readonly<Record<string, Action>> = {
  say: createAction(
    z.strictObject({
      ...byAuthor,
      text,
      replyTo: id.exactOptional(),
      replyToRoomId: id.exactOptional(),
      quote: text.exactOptional(),
      files: many(file).exactOptional(),
      extra: extra.exactOptional(),
    }),
    (network, { files = [], ...message }, uploads) => {
      const saidFiles = takeFiles(files, uploads);
      const said = { ...message, hasMarks: true };
      return network.say(saidFiles.length > 0 ? { ...said, files: saidFiles } : said);
    },
  ),
  forward: createAction(
    z.strictObject({ ...byAuthor, messageId: id, toRoomId: id, text: text.exactOptional() }),
    (network, call) => network.forward(call),
  ),
  react: createAction(
    z.strictObject({ ...byAuthor, messageId: id, emoji: name, isRemoved: z.boolean() }),
    (network, call) => network.react(call),
  ),
  'open-thread': createAction(
    z.strictObject({
      ...byAuthor,
      name,
      messageId: id.exactOptional(),
      text: text.exactOptional(),
      files: many(file).exactOptional(),
    }),
    (network, { files = [], ...call }, uploads) =>
      network.openThread({ ...call, files: takeFiles(files, uploads) }),
  ),
  edit: createAction(
    z.strictObject({ ...inRoom, messageId: id, text }),
    (network, { roomId, messageId, text }) =>
      network.edit(roomId, messageId, text, { hasMarks: true }),
  ),
  remove: createAction(
    z.strictObject({ ...inRoom, messageId: id }),
    (network, { roomId, messageId }) => network.remove(roomId, messageId),
  ),
  run: createAction(
    z.strictObject({
      ...byAuthor,
      name,
      options: z.record(name, text).exactOptional(),
      targetId: id.exactOptional(),
    }),
    (network, call) => network.run(call),
  ),
  complete: createAction(
    z.strictObject({ ...byAuthor, name, option: name, typed: text }),
    (network, call) => network.complete(call),
  ),
  press: createAction(
    z.strictObject({
      ...byAuthor,
      messageId: id,
      buttonId: name,
      values: z.array(name).max(25).exactOptional(),
    }),
    (network, call) => network.press(call),
  ),
  submitForm: createAction(
    z.strictObject({ authorId: id, values: z.record(name, text) }),
    async (network, call) => network.submitForm?.(call),
  ),
  closeForm: createAction(z.strictObject({ authorId: id }), async (network, { authorId }) =>
    network.closeForm?.(authorId),
  ),
};
