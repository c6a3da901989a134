import { PlatformError } from '../../../errors.ts';
import { fieldsReader, integerReader } from '../../../lib/json-reader.ts';

const sentMessageReader = fieldsReader({ message_id: integerReader });

/**
 * The id of the message that `method` sent. Other servers than Telegram's may leave out the message,
 * or its id.
 *
 * @throws A `PlatformError` of kind `server` when there is no id.
 */
export function readMessageId(sent: unknown, method: string): string {
  const id = sentMessageReader(sent)?.message_id;
  if (id !== undefined) return String(id);
  throw new PlatformError(`Telegram answered ${method} without a message.`, {
    kind: 'server',
    platform: 'telegram',
  });
}
