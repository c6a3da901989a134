import type { ShownMessage } from '../local-network.ts';
import type { AttachedFile } from './attachment.ts';
import type { NetworkModel } from './network-model.ts';
import { readCommandLine } from './read-command-line.ts';
import { request } from './request.ts';

/** The present use of the message box: a new message, a reply or an edit. */
export type Purpose =
  | { readonly kind: 'new' }
  | { readonly kind: 'reply' | 'edit'; readonly message: ShownMessage };

/** The content of the message box. */
export interface ComposedMessage {
  readonly text: string;
  readonly purpose: Purpose;
  readonly file: AttachedFile | undefined;
}

/**
 * Sends the content of the message box as the network's own client would: an edit changes its
 * message, a known command is run, and anything else becomes a message.
 */
export async function sendComposed(
  { text, purpose, file }: ComposedMessage,
  model: NetworkModel,
): Promise<void> {
  const { name: network, viewerId: authorId } = model.state;
  const { roomId } = model;

  if (purpose.kind === 'edit') {
    await request(network, 'edit', { roomId, messageId: purpose.message.id, text });
    return;
  }

  const canBeCommand = purpose.kind === 'new' && file === undefined;
  const line = canBeCommand ? readCommandLine(text, model.room?.commands ?? []) : undefined;
  if (line !== undefined) {
    const { command, options } = line;
    await request(network, 'run', { roomId, authorId, name: command.name, options });
    return;
  }

  const reply = purpose.kind === 'reply' ? { replyTo: purpose.message.id } : {};
  const attachment = file === undefined ? {} : { file };
  await request(network, 'say', { roomId, authorId, text, ...reply, ...attachment });
}
