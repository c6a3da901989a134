import {
  booleanReader,
  fieldsReader,
  listReader,
  patternReader,
} from '../../../lib/json-reader.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { listMedia, type MessageMedia } from './content/list-media.ts';
import { idReader } from './raw-content.ts';
import type { RawMessage } from './raw-message.ts';

/** A file of a message: its name within the message, and where Discord keeps it. */
export type KeptFile = Pick<MessageMedia, 'key' | 'addresses' | 'isUploaded'>;

/** A message with files, as far as their download needs it. */
export interface KeptMessage {
  readonly channelId: string;
  readonly messageId: string;
  readonly files: readonly KeptFile[];
}

/** What the process that answers an event has to know besides the event. Plain data, of other versions too. */
export interface Carried {
  readonly messages?: readonly KeptMessage[];
  /** The press of a button may open a form. */
  readonly mayOpenForm?: boolean;
  /** The answer to the interaction is deferred already. */
  readonly isDeferred?: boolean;
}

/** All addresses together have at most this many characters. Files beyond it are looked up when they are fetched. */
const MAX_ADDRESS_CHARACTERS = 40_000;

/** Gives what the data of an event holds besides the event. `undefined`: nothing, as with plain text. */
export function carry(
  rawMessages: readonly (RawMessage | undefined)[],
  mayOpenForm = false,
): Carried | undefined {
  const messages = keepWithinLimit(rawMessages.flatMap(withFiles));
  if (messages.length === 0 && !mayOpenForm) return undefined;
  return omitUndefined({
    messages: messages.length > 0 ? messages : undefined,
    mayOpenForm: mayOpenForm || undefined,
  });
}

/** The messages with files, of one and of the one that it replies to. */
function withFiles(message: RawMessage | undefined): readonly KeptMessage[] {
  return [message, message?.referenced_message].flatMap((each) => {
    if (!each) return [];
    const files = listMedia(each)
      .filter(({ addresses }) => addresses.length > 0)
      .map(({ key, addresses, isUploaded }) => ({ key, addresses, isUploaded }));
    const { channel_id: channelId, id: messageId } = each;
    return files.length > 0 ? [{ channelId, messageId, files }] : [];
  });
}

function keepWithinLimit(messages: readonly KeptMessage[]): readonly KeptMessage[] {
  let characters = 0;
  return messages.filter(({ files }) => {
    characters += files.flatMap(({ addresses }) => addresses).join('').length;
    return characters <= MAX_ADDRESS_CHARACTERS;
  });
}

const fileReader = fieldsReader(
  {
    key: patternReader(/^[\w-]{1,100}$/),
    addresses: listReader(patternReader(/^https?:\/\/\S{1,2000}$/)),
    isUploaded: booleanReader,
  },
  'key',
  'addresses',
  'isUploaded',
);

/** Reads what came along with an event, such as out of the store. */
export const carriedReader = fieldsReader({
  messages: listReader(
    fieldsReader(
      { channelId: idReader, messageId: idReader, files: listReader(fileReader) },
      'channelId',
      'messageId',
      'files',
    ),
  ),
  mayOpenForm: booleanReader,
  isDeferred: booleanReader,
});
