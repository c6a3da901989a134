import { z } from 'zod';
import type { LocalNetwork } from '../local-network.ts';
import { RequestError } from './request-error.ts';

const id = z.string().min(1).max(64);
const name = z.string().min(1).max(256);
// Longer than any network takes: refusing is the network's business.
const text = z.string().max(20_000);

const inRoom = { roomId: id };
const byAuthor = { ...inRoom, authorId: id };

type Act = (network: LocalNetwork, body: unknown) => Promise<unknown>;

/** Joins the shape of a request with what it does. */
function action<Shape extends z.ZodType>(
  shape: Shape,
  act: (network: LocalNetwork, body: z.output<Shape>) => unknown,
): Act {
  return async (network, body) => {
    const parsed = shape.safeParse(body);
    if (!parsed.success) throw new RequestError(400, z.prettifyError(parsed.error));
    return act(network, parsed.data);
  };
}

/** What a person at the page can do, by the last part of the path. */
export const actions: Readonly<Record<string, Act>> = {
  say: action(
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
  edit: action(
    z.strictObject({ ...inRoom, messageId: id, text }),
    (network, { roomId, messageId, text }) => network.edit(roomId, messageId, text),
  ),
  remove: action(z.strictObject({ ...inRoom, messageId: id }), (network, { roomId, messageId }) =>
    network.remove(roomId, messageId),
  ),
  run: action(
    z.strictObject({ ...byAuthor, name, options: z.record(name, text).exactOptional() }),
    (network, call) => network.run(call),
  ),
  complete: action(
    z.strictObject({ ...byAuthor, name, option: name, typed: text }),
    (network, call) => network.complete(call),
  ),
  press: action(z.strictObject({ ...byAuthor, messageId: id, buttonId: name }), (network, call) =>
    network.press(call),
  ),
};
