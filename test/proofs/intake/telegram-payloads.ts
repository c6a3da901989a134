import { PRESSED_IDS } from './pressed-ids.ts';
import { readReports } from './read-reports.ts';

/** The person whom `ALLOWED_USERS` lets in. */
export const ANN = {
  id: 7,
  is_bot: false,
  first_name: 'Ann',
  last_name: 'Lee',
  language_code: 'de',
};
/** The group in which good questions are asked. */
export const CLEAN_GROUP = { id: -50, type: 'group', title: 'Friends' };

const BIG_GROUP = { id: -100, type: 'supergroup', title: 'Big group', is_forum: true };
const DM = { id: 7, type: 'private', first_name: 'Ann', last_name: 'Lee' };
const file = { file_id: 'AgAC-x_1', file_unique_id: 'u1', file_size: 1_000 };
const photo = [
  { ...file, width: 90, height: 90 },
  { ...file, width: 800, height: 800 },
];
const base = { message_id: 42, date: 1_700_000_000, from: ANN, chat: DM };
const marked = (words: string) => ({
  text: `@ParleyBot ${words}`,
  entities: [{ type: 'mention', offset: 0, length: 10 }],
});

/** Contents of messages, as https://core.telegram.org/bots/api#message lists them. */
const CONTENTS: readonly object[] = [
  { text: 'What is a quine?' },
  marked('what is a quine?'),
  { text: 'see **this** https://example.org', entities: [{ type: 'url', offset: 13, length: 19 }] },
  {
    text: 'hi Bo',
    entities: [{ type: 'text_mention', offset: 3, length: 2, user: { ...ANN, id: 8 } }],
  },
  { photo, caption: 'what is this?', media_group_id: '13579' },
  { document: { ...file, file_name: 'a.pdf', mime_type: 'application/pdf' }, caption: 'read it' },
  { animation: { ...file, width: 1, height: 1, duration: 1 }, document: file },
  { voice: { ...file, duration: 3, mime_type: 'audio/ogg' } },
  { video_note: { ...file, length: 240, duration: 3 } },
  { audio: { ...file, duration: 200, title: 'Song', performer: 'Band' } },
  { video: { ...file, width: 1, height: 1, duration: 1 }, has_media_spoiler: true },
  {
    sticker: { ...file, type: 'regular', width: 512, height: 512, emoji: '👍', is_animated: false },
  },
  {
    poll: {
      id: '1',
      question: 'Tea?',
      options: [{ text: 'yes', voter_count: 0 }],
      type: 'regular',
    },
  },
  {
    venue: { location: { latitude: 1, longitude: 2 }, title: 'Café', address: 'Here' },
    location: { latitude: 1, longitude: 2 },
  },
  { contact: { phone_number: '+491', first_name: 'Bo', user_id: 8 } },
  { dice: { emoji: '🎲', value: 4 } },
  { checklist: { title: 'Buy', tasks: [{ id: 1, text: 'milk' }] } },
  { story: { chat: DM, id: 3 } },
  { paid_media: { star_count: 5, paid_media: [{ type: 'preview', width: 1, height: 1 }] } },
  { text: 'why?', quote: { text: 'a part', position: 0, is_manual: true } },
  {
    text: 'and this?',
    external_reply: {
      origin: {
        type: 'channel',
        chat: { id: -1001, type: 'channel', title: 'News' },
        message_id: 5,
        date: 1,
      },
      chat: { id: -1001, type: 'channel', title: 'News' },
      message_id: 5,
      photo,
    },
    quote: { text: 'words', position: 3 },
  },
  { text: 'fwd', forward_origin: { type: 'hidden_user', sender_user_name: 'Zoe', date: 1 } },
  { text: 'topic', message_thread_id: 5, is_topic_message: true, chat: BIG_GROUP },
  { text: 'anonymous', sender_chat: BIG_GROUP, chat: BIG_GROUP },
  { new_chat_members: [ANN] },
  { pinned_message: { ...base, text: 'pinned' } },
  { migrate_to_chat_id: -1002, chat: { id: -51, type: 'group', title: 'Old' } },
  { forum_topic_created: { name: 'Topic', icon_color: 1 }, chat: BIG_GROUP, message_thread_id: 5 },
  { text: '/start' },
  { text: '/help' },
  { text: '/why', reply_to_message: { ...base, message_id: 41, text: 'earlier' } },
  { text: '/stop@ParleyBot' },
  { text: '/reset' },
  { text: '/regenerate' },
  { text: '/continue' },
  { text: '/rich on' },
];

/** Updates that are no messages, as https://core.telegram.org/bots/api#update lists them. */
const OTHER_UPDATES: readonly object[] = [
  {
    my_chat_member: {
      chat: BIG_GROUP,
      from: ANN,
      date: 1,
      old_chat_member: { user: ANN, status: 'left' },
      new_chat_member: { user: ANN, status: 'member' },
    },
  },
  {
    my_chat_member: {
      chat: DM,
      from: ANN,
      date: 1,
      old_chat_member: { user: ANN, status: 'member' },
      new_chat_member: { user: ANN, status: 'kicked', until_date: 0 },
    },
  },
  {
    my_chat_member: {
      chat: BIG_GROUP,
      from: ANN,
      date: 1,
      old_chat_member: { user: ANN, status: 'member' },
      new_chat_member: { user: ANN, status: 'restricted', is_member: false },
    },
  },
  { stopped_message_generation: { chat: DM, draft_id: 3 } },
  {
    channel_post: {
      message_id: 3,
      date: 1,
      chat: { id: -1001, type: 'channel', title: 'News' },
      text: 'post',
    },
  },
  { poll: { id: '1', question: 'Tea?', options: [] } },
  {
    message_reaction: {
      chat: DM,
      message_id: 4,
      user: ANN,
      date: 1,
      old_reaction: [],
      new_reaction: [{ type: 'emoji', emoji: '👍' }],
    },
  },
  { inline_query: { id: '9', from: ANN, query: 'x', offset: '' } },
];

/** A press of a button. */
export function callbackUpdate(
  person: object,
  chat: object,
  messageId: number,
  data: unknown,
): object {
  const message = {
    message_id: messageId,
    date: 1_700_000_000,
    chat,
    from: { id: 1, is_bot: true, first_name: 'Parley' },
    text: 'x',
  };
  return {
    callback_query: { id: '4382bfdwdsb323b2d9', from: person, chat_instance: '1', message, data },
  };
}

/** The updates that are mutated, all of them of Ann. */
export const telegramPayloads: readonly object[] = [
  ...readReports('telegram').map(({ update_id: _, ...update }) => update),
  ...CONTENTS.flatMap((content) => [
    { message: { ...base, ...content } },
    { message: { ...base, chat: BIG_GROUP, ...content } },
    {
      message: { ...base, text: 'look', reply_to_message: { ...base, message_id: 41, ...content } },
    },
  ]),
  ...CONTENTS.slice(0, 8).map((content) => ({
    edited_message: { ...base, edit_date: 1, ...content },
  })),
  ...PRESSED_IDS.map((data) => callbackUpdate(ANN, DM, 5_001, data)),
  ...OTHER_UPDATES,
];
