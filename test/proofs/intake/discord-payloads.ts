import { PRESSED_IDS } from './pressed-ids.ts';
import { readReports } from './read-reports.ts';

/** An event of the gateway. */
export interface GatewayEvent {
  readonly t: string;
  readonly d: unknown;
}

/** The person whom `ALLOWED_USERS` lets in. */
export const ADA = {
  id: '5',
  username: 'ada',
  global_name: 'Ada',
  discriminator: '0',
  avatar: null,
};
/** The channel in which good questions are asked, and its server. */
export const CLEAN_CHANNEL = { channel_id: '10', guild_id: '1' };

const PARLEY = {
  id: '900',
  username: 'parley',
  global_name: null,
  discriminator: '0',
  avatar: null,
  bot: true,
};
const OTHER_CHANNEL = { channel_id: '20', guild_id: '2' };
const attachment = {
  id: '33',
  filename: 'a.png',
  size: 1_000,
  url: 'https://cdn.test/a.png',
  proxy_url: 'https://cdn.test/a.png',
  content_type: 'image/png',
};
const base = {
  id: '1000',
  ...OTHER_CHANNEL,
  author: ADA,
  member: {
    nick: null,
    roles: ['66'],
    joined_at: '2026-01-01T00:00:00Z',
    deaf: false,
    mute: false,
  },
  type: 0,
  content: '<@900> what is a quine?',
  timestamp: '2026-11-21T10:00:00.000000+00:00',
  edited_timestamp: null,
  mentions: [PARLEY],
  mention_roles: [],
  mention_everyone: false,
  attachments: [],
  embeds: [],
  components: [],
  flags: 0,
  pinned: false,
  tts: false,
};
const { guild_id: _guild, member: _member, ...direct } = base;

/** Contents of messages: https://discord.com/developers/docs/resources/message */
const CONTENTS: readonly object[] = [
  {},
  { content: 'hello <@!900> <#20> <@&66> <:wave:5> <t:1700000000:R> </model:7>' },
  { content: '', attachments: [attachment] },
  { content: '', sticker_items: [{ id: '1', name: 'Wave', format_type: 1 }] },
  {
    content: '',
    poll: { question: { text: 'Tea?' }, answers: [{ answer_id: 1, poll_media: { text: 'yes' } }] },
  },
  {
    content: '',
    flags: 1 << 15,
    components: [{ type: 17, components: [{ type: 10, content: 'text' }] }],
  },
  { content: '', embeds: [{ type: 'rich', title: 'Build', fields: [{ name: 'a', value: 'b' }] }] },
  {
    content: '',
    message_reference: { type: 1, channel_id: '9', message_id: '8' },
    message_snapshots: [
      { message: { type: 0, content: 'news', attachments: [attachment], embeds: [] } },
    ],
  },
  {
    type: 19,
    message_reference: { type: 0, channel_id: '20', message_id: '999' },
    referenced_message: { ...base, id: '999', content: 'before' },
  },
  { type: 19, referenced_message: null },
  { type: 7, content: '' },
  { type: 21, content: '' },
  { webhook_id: '77', author: { id: '77', username: 'hook', discriminator: '0000', avatar: null } },
  { mention_roles: ['67'], content: '<@&67> hi' },
];

const user = ADA;
const interaction = {
  id: '7000',
  application_id: '901',
  token: 'aW50ZXJhY3Rpb24',
  version: 1,
  locale: 'de',
  ...OTHER_CHANNEL,
  channel: { id: '20', type: 0, name: 'other' },
  member: { user, nick: 'Countess', roles: ['66'], permissions: '2048' },
};
const { guild_id: _server, member: _person, ...directInteraction } = interaction;

const COMMANDS: readonly object[] = [
  { type: 1, id: '1', name: 'stop' },
  { type: 1, id: '1', name: 'reset' },
  { type: 1, id: '1', name: 'regenerate', options: [{ type: 3, name: 'model', value: 'test' }] },
  { type: 1, id: '1', name: 'continue' },
  { type: 1, id: '1', name: 'help' },
  { type: 1, id: '1', name: 'unknown' },
  { type: 3, id: '1', name: 'Why', target_id: '1000', resolved: { messages: { 1000: base } } },
];

const GUILD = {
  id: '2',
  name: 'Other',
  owner_id: '6',
  roles: [
    { id: '2', name: '@everyone', permissions: '3072', position: 0, color: 0 },
    { id: '66', name: 'boss', permissions: '32', position: 1, color: 0, tags: {} },
  ],
  channels: [{ id: '20', type: 0, name: 'other', position: 0, permission_overwrites: [] }],
  threads: [
    { id: '21', type: 11, name: 'side', parent_id: '20', owner_id: '900', thread_metadata: {} },
  ],
  members: [{ user: PARLEY, roles: ['66'] }],
  emojis: [],
  stickers: [],
};

/** Events besides messages and interactions: https://discord.com/developers/docs/events/gateway-events */
const OTHER_EVENTS: readonly GatewayEvent[] = [
  { t: 'MESSAGE_DELETE', d: { id: '1000', ...OTHER_CHANNEL } },
  { t: 'MESSAGE_DELETE_BULK', d: { ids: ['1000', '1001'], ...OTHER_CHANNEL } },
  { t: 'GUILD_CREATE', d: GUILD },
  { t: 'GUILD_UPDATE', d: GUILD },
  { t: 'GUILD_DELETE', d: { id: '2', unavailable: true } },
  { t: 'GUILD_DELETE', d: { id: '3' } },
  { t: 'GUILD_ROLE_UPDATE', d: { guild_id: '2', role: GUILD.roles[1] } },
  { t: 'GUILD_ROLE_DELETE', d: { guild_id: '2', role_id: '66' } },
  { t: 'GUILD_MEMBER_UPDATE', d: { guild_id: '2', user: PARLEY, roles: ['66'] } },
  {
    t: 'CHANNEL_CREATE',
    d: { id: '22', type: 15, name: 'forum', guild_id: '2', permission_overwrites: [] },
  },
  { t: 'CHANNEL_UPDATE', d: { id: '20', type: 0, name: 'renamed', guild_id: '2' } },
  { t: 'CHANNEL_DELETE', d: { id: '22', type: 0, guild_id: '2' } },
  {
    t: 'THREAD_CREATE',
    d: { id: '23', type: 11, guild_id: '2', parent_id: '20', owner_id: '5', thread_metadata: {} },
  },
  { t: 'THREAD_LIST_SYNC', d: { guild_id: '2', threads: [GUILD.threads[0]], members: [] } },
  { t: 'USER_UPDATE', d: PARLEY },
  {
    t: 'PRESENCE_UPDATE',
    d: { user: { id: '5' }, guild_id: '2', status: 'online', activities: [] },
  },
  { t: 'TYPING_START', d: { user_id: '5', timestamp: 1, ...OTHER_CHANNEL } },
  {
    t: 'MESSAGE_REACTION_ADD',
    d: { user_id: '5', message_id: '1000', emoji: { id: null, name: '👍' }, ...OTHER_CHANNEL },
  },
  { t: 'VOICE_STATE_UPDATE', d: { user_id: '5', channel_id: null, session_id: 'x' } },
];

/** A press of a button in the clean channel. */
export function pressEvent(person: object, messageId: string, customId: unknown): GatewayEvent {
  const message = { ...base, ...CLEAN_CHANNEL, id: messageId, author: PARLEY };
  const member = { user: person, nick: null, roles: [], permissions: '0' };
  return {
    t: 'INTERACTION_CREATE',
    d: {
      ...interaction,
      ...CLEAN_CHANNEL,
      channel: { id: '10', type: 0 },
      member,
      type: 3,
      message,
      data: { component_type: 2, custom_id: customId },
    },
  };
}

/** The events that are mutated, all of them of Ada. */
export const discordPayloads: readonly GatewayEvent[] = [
  ...readReports('discord').map(({ t, d }) => ({ t: String(t), d })),
  ...CONTENTS.flatMap((content) => [
    { t: 'MESSAGE_CREATE', d: { ...base, ...content } },
    { t: 'MESSAGE_CREATE', d: { ...direct, channel_id: '30', ...content } },
    { t: 'MESSAGE_UPDATE', d: { ...base, edited_timestamp: '2026-11-21T10:01:00Z', ...content } },
  ]),
  ...COMMANDS.flatMap((data) => [
    { t: 'INTERACTION_CREATE', d: { ...interaction, type: 2, data } },
    { t: 'INTERACTION_CREATE', d: { ...directInteraction, user, channel_id: '30', type: 2, data } },
  ]),
  {
    t: 'INTERACTION_CREATE',
    d: {
      ...interaction,
      type: 4,
      data: {
        type: 1,
        name: 'model',
        options: [{ type: 3, name: 'name', value: 'te', focused: true }],
      },
    },
  },
  {
    t: 'INTERACTION_CREATE',
    d: { ...interaction, type: 5, data: { custom_id: 'form', components: [] } },
  },
  ...PRESSED_IDS.map((custom_id) => ({
    t: 'INTERACTION_CREATE',
    d: {
      ...interaction,
      type: 3,
      message: { ...base, id: '5001', author: PARLEY },
      data: { component_type: 2, custom_id },
    },
  })),
  ...OTHER_EVENTS,
];
