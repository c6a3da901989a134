import { z } from 'zod';
import type { LocalNetwork } from '../local-network.ts';
import { RequestError } from './request-error.ts';

const id = z.string().min(1).max(64);
const name = z.string().min(1).max(256);
// Longer than any network takes, because the network itself is to refuse what is too long.
const text = z.string().max(20_000);

const inRoom = { roomId: id };
const byAuthor = { ...inRoom, authorId: id };

type Action = (network: LocalNetwork, body: unknown) => Promise<unknown>;

/** Creates an action that checks the request's body against `shape` before it acts. */
function createAction<Shape extends z.ZodType>(
  shape: Shape,
  act: (network: LocalNetwork, body: z.output<Shape>) => unknown,
): Action {
  return async (network, body) => {
    const parsed = shape.safeParse(body);
    if (!parsed.success) throw new RequestError(400, z.prettifyError(parsed.error));
    return act(network, parsed.data);
  };
}

/** The actions of a person at the page, by the last part of the path. */
export const actions: Readonly<Record<string, Action>> = {
  say: createAction(
    z.strictObject({
      ...byAuthor,
      text,
      replyTo: id.exactOptional(),
      file: z.strictObject({ name, mime: name, base64: z.base64() }).exactOptional(),
    }),
    (network, { file, ...message }) => {
      if (file === undefined) return network.say(message);
      const { base64, ...about } = file;
      return network.say({ ...message, file: { ...about, bytes: Buffer.from(base64, 'base64') } });
    },
  ),
  edit: createAction(
    z.strictObject({ ...inRoom, messageId: id, text }),
    (network, { roomId, messageId, text }) => network.edit(roomId, messageId, text),
  ),
  remove: createAction(
    z.strictObject({ ...inRoom, messageId: id }),
    (network, { roomId, messageId }) => network.remove(roomId, messageId),
  ),
  run: createAction(
    z.strictObject({ ...byAuthor, name, options: z.record(name, text).exactOptional() }),
    (network, call) => network.run(call),
  ),
  complete: createAction(
    z.strictObject({ ...byAuthor, name, option: name, typed: text }),
    (network, call) => network.complete(call),
  ),
  press: createAction(
    z.strictObject({ ...byAuthor, messageId: id, buttonId: name }),
    (network, call) => network.press(call),
  ),
};
