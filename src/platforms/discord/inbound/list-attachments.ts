import type { RawAttachment, RawMessage } from './raw-message.ts';

/** The attachments of a message and of the messages that it forwards. */
export function listAttachments({
  attachments = [],
  message_snapshots: snapshots = [],
}: Pick<RawMessage, 'attachments' | 'message_snapshots'>): readonly RawAttachment[] {
  const forwarded = snapshots.flatMap((snapshot) => snapshot.message.attachments ?? []);
  return [...attachments, ...forwarded];
}
