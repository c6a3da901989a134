import type { APIAttachment, APIMessage } from 'discord.js';

/** The attachments of a message and of the messages that it forwards. */
export function listAttachments({
  attachments = [],
  message_snapshots: snapshots = [],
}: Pick<Partial<APIMessage>, 'attachments' | 'message_snapshots'>): readonly APIAttachment[] {
  const forwarded = snapshots.flatMap((snapshot) => snapshot.message.attachments ?? []);
  return [...attachments, ...forwarded];
}
