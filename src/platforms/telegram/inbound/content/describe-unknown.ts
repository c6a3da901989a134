import type { AttachmentRef } from '../../../../contracts/chat-message.ts';
import { readAttachments } from '../read-attachments.ts';
import { readMedia } from '../read-media.ts';
import { describeField, SERVICE_FIELDS } from './describe-field.ts';

/**
 * Fields of messages that hold no content: who sent a message, under which rules, or for which server. The
 * older names of other fields are here too.
 */
const FIELDS_WITHOUT_CONTENT: ReadonlySet<string> = new Set([
  'animation_entities',
  'forward_from',
  'forward_from_chat',
  'guest_bot_caller_chat',
  'guest_bot_caller_user',
  'left_chat_participant',
  'new_chat_member',
  'new_chat_participant',
  'receiver_user',
  'reply_to_message',
  'sender_business_bot',
]);

type Fields = readonly (readonly [string, unknown])[];

/** The events of a chat that a message tells about, part by part. */
export function describeEvents(others: Fields): readonly string[] {
  return others
    .filter(([field]) => SERVICE_FIELDS.has(field))
    .map(([field, value]) => describeField(field, value));
}

/**
 * The content of a message of a kind that this program does not know, part by part: every message has one
 * kind, in a field of its own. Files in it join `attachments`.
 */
export function describeUnknown(others: Fields, attachments: AttachmentRef[]): readonly string[] {
  return others
    .filter(([field, value]) => isContent(field, value))
    .map(([field, value]) => {
      attachments.push(...readAttachments(readMedia({ document: value }) ?? {}));
      return describeField(field, value);
    });
}

function isContent(field: string, value: unknown): boolean {
  const isKnown = SERVICE_FIELDS.has(field) || FIELDS_WITHOUT_CONTENT.has(field);
  return typeof value === 'object' && value !== null && !isKnown;
}
