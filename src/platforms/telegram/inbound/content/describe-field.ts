import { fieldsReader, integerReader, listReader } from '../../../../lib/json-reader.ts';
import { chatName } from '../chat-name.ts';
import { personReader, titleReader, wordsReader } from '../readers.ts';
import { describeGift } from './describe-gift.ts';
import { describeSuggestedPost } from './describe-suggested-post.ts';
import { fieldToWords, listFacts } from './list-facts.ts';

const users = listReader(personReader);
const named = fieldsReader({ name: titleReader });
const invited = fieldsReader({ users });
const ended = fieldsReader({ duration: integerReader });
const pinned = fieldsReader({ text: wordsReader, caption: wordsReader });
const webAppData = fieldsReader({ data: wordsReader, button_text: titleReader });

/** Words for what happened in a chat. Empty: the name of the field says it. */
const DESCRIBERS: Readonly<Record<string, (value: unknown) => string>> = {
  new_chat_members: (value) => `${namesOf(users(value))} joined`,
  left_chat_member: (value) => `${namesOf(users([value]))} left`,
  new_chat_title: (value) => `the title is “${titleReader(value) ?? ''}” from now on`,
  new_chat_photo: () => 'the chat has a new picture',
  pinned_message(value) {
    const { text, caption } = pinned(value) ?? {};
    return text ?? caption ?? '';
  },
  forum_topic_created: (value) => `the topic “${named(value)?.name ?? ''}” was opened`,
  forum_topic_edited: (value) => `the topic is “${named(value)?.name ?? ''}” from now on`,
  video_chat_started: () => 'a video chat began',
  video_chat_ended: (value) => `a video chat ended after ${ended(value)?.duration ?? 0} seconds`,
  video_chat_participants_invited: (value) =>
    `${namesOf(invited(value)?.users)} were invited to a video chat`,
  connected_website: (value) => titleReader(value) ?? '',
  gift: describeGift,
  unique_gift: describeGift,
  gift_upgrade_sent: describeGift,
  suggested_post_info: describeSuggestedPost,
  web_app_data(value) {
    const { data = '', button_text: button } = webAppData(value) ?? {};
    return button === undefined ? data : `${button}: ${data}`;
  },
};

/**
 * The fields of messages that say what happened in a chat. People can reply to such a message, but do not
 * send it as a question.
 */
export const SERVICE_FIELDS: ReadonlySet<string> = new Set([
  ...Object.keys(DESCRIBERS).filter((field) => field !== 'web_app_data'),
  'boost_added',
  'channel_chat_created',
  'chat_background_set',
  'chat_owner_changed',
  'chat_owner_left',
  'chat_shared',
  'checklist_tasks_added',
  'checklist_tasks_done',
  'community_chat_added',
  'community_chat_joined',
  'community_chat_removed',
  'delete_chat_photo',
  'direct_message_price_changed',
  'forum_topic_closed',
  'forum_topic_reopened',
  'general_forum_topic_hidden',
  'general_forum_topic_unhidden',
  'giveaway_completed',
  'giveaway_created',
  'group_chat_created',
  'managed_bot_created',
  'message_auto_delete_timer_changed',
  'migrate_from_chat_id',
  'migrate_to_chat_id',
  'paid_message_price_changed',
  'passport_data',
  'poll_option_added',
  'poll_option_deleted',
  'proximity_alert_triggered',
  'refunded_payment',
  'successful_payment',
  'suggested_post_approval_failed',
  'suggested_post_approved',
  'suggested_post_declined',
  'suggested_post_paid',
  'suggested_post_refunded',
  'supergroup_chat_created',
  'users_shared',
  'video_chat_scheduled',
  'write_access_allowed',
]);

/** Documents of a person's identity, payments and ids of other chats: nothing for a model. */
const PRIVATE_FIELDS = new Set([
  'passport_data',
  'successful_payment',
  'refunded_payment',
  'migrate_from_chat_id',
  'migrate_to_chat_id',
]);

/** An event of a chat in words, or content of an unknown kind. Begins with its kind. */
export function describeField(field: string, value: unknown): string {
  const describe = Object.hasOwn(DESCRIBERS, field) ? DESCRIBERS[field] : listFacts;
  const words = PRIVATE_FIELDS.has(field) ? '' : (describe?.(value) ?? '');
  return `[${fieldToWords(field)}] ${words}`.trim();
}

function namesOf(people: readonly Parameters<typeof chatName>[0][] = []): string {
  return people.map(chatName).join(', ') || 'somebody';
}
