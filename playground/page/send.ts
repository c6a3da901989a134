import type { ShownMessage } from '../local-network.ts';
import type { AttachedFile } from './attachment.ts';
import type { NetworkModel } from './network-model.ts';
import { readCommandLine } from './read-command-line.ts';
import { request } from './request.ts';

/** What the message box is for just now. */
export type Purpose =
  | { readonly kind: 'new' }
  | { readonly kind: 'reply' | 'edit'; readonly message: ShownMessage };

export interface ComposedMessage {
  readonly text: string;
  readonly purpose: Purpose;
  readonly file: AttachedFile | undefined;
}

/** Sends what is in the message box as the network's own client would: a known command is run, not said. */
export async function sendComposed(
  { text, purpose, file }: ComposedMessage,
  model: NetworkModel,
): Promise<void> {
  const { name, viewerId: authorId } = model.state;
  const { roomId } = model;
  if (purpose.kind === 'edit') {
    await request(name, 'edit', { roomId, messageId: purpose.message.id, text });
    return;
  }
  const line = file === undefined ? readCommandLine(text, model.room?.commands ?? []) : undefined;
  if (line !== undefined && purpose.kind === 'new') {
    await request(name, 'run', {
      roomId,
      authorId,
      name: line.command.name,
      options: line.options,
    });
    return;
  }
  await request(name, 'say', {
    roomId,
    authorId,
    text,
    ...(purpose.kind === 'reply' && { replyTo: purpose.message.id }),
    ...(file !== undefined && { file }),
  });
}
