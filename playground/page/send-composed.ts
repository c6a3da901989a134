import type { ShownMessage } from '../local-network.ts';
import type { NetworkName } from '../web/protocol.ts';
import { type QueuedFile, uploadQueue } from './attachment-queue.ts';
import type { NetworkModel } from './network-model.ts';
import { readCommandLine } from './read-command-line.ts';
import { request } from './request.ts';

/** The present use of the message box: a new message, a reply or an edit. */
export type Purpose =
  | { readonly kind: 'new' }
  | {
      readonly kind: 'reply' | 'edit';
      readonly message: ShownMessage;
      /** The selected part of the message that is replied to. */
      readonly quote?: string;
    };

/** The content of the message box. */
export interface ComposedMessage {
  readonly text: string;
  readonly purpose: Purpose;
  readonly files: readonly QueuedFile[];
}

/** What a message says about the one that it replies to. */
interface ReplyFields {
  readonly replyTo?: string;
  readonly replyToRoomId?: string;
  readonly quote?: string;
}

const MAX_TITLE_CHARACTERS = 100;

/**
 * Sends the content of the message box as the network's own client would: an edit changes its
 * message, a known command is run, a text in a forum opens a post, and anything else becomes a
 * message. Returns the id of a room that was opened.
 */
export async function sendComposed(
  { text, purpose, files }: ComposedMessage,
  model: NetworkModel,
): Promise<string | undefined> {
  const { name: network, viewerId: authorId } = model.state;
  const { roomId, room } = model;
  const speaker = { roomId, authorId };

  if (purpose.kind === 'edit') {
    await request(network, 'edit', { roomId, messageId: purpose.message.id, text });
    return undefined;
  }

  const canBeCommand = purpose.kind === 'new' && files.length === 0;
  const line = canBeCommand ? readCommandLine(text, room?.commands ?? []) : undefined;
  if (line !== undefined) {
    const { command, options } = line;
    await request(network, 'run', { ...speaker, name: command.name, options });
    return undefined;
  }

  if (room?.kind === 'forum') {
    const [line = ''] = (text || (files[0]?.file.name ?? '')).split('\n', 1);
    const name = line.slice(0, MAX_TITLE_CHARACTERS);
    const uploads = files.length === 0 ? {} : { files: await uploadQueue(files) };
    const post = await request(network, 'open-thread', { ...speaker, name, text, ...uploads });
    return post.id;
  }

  let reply = describeReply(purpose, roomId);
  for (const part of splitVoices(network, text, files)) {
    const uploads = part.files.length === 0 ? {} : { files: await uploadQueue(part.files) };
    const said = await request(network, 'say', {
      ...speaker,
      text: part.text,
      ...reply,
      ...uploads,
    });
    if (part.isVoice) reply = { replyTo: said.id };
  }
  return undefined;
}

/** On Discord a voice message is a message of its own, without a text. The text then replies to it. */
function splitVoices(network: NetworkName, text: string, files: readonly QueuedFile[]) {
  const isAlone = ({ sentAs }: QueuedFile) => network === 'discord' && sentAs === 'voice';
  const voices = files.filter(isAlone).map((file) => ({ text: '', files: [file], isVoice: true }));
  const others = files.filter((file) => !isAlone(file));
  const hasRest = text !== '' || others.length > 0;
  return hasRest ? [...voices, { text, files: others, isVoice: false }] : voices;
}

function describeReply(purpose: Purpose, roomId: string): ReplyFields {
  if (purpose.kind !== 'reply') return {};
  const { message, quote } = purpose;
  return {
    replyTo: message.id,
    ...(quote === undefined ? {} : { quote }),
    ...(message.roomId === roomId ? {} : { replyToRoomId: message.roomId }),
  };
}
