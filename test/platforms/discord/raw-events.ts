import { OWN_ID } from './scripted-discord.ts';

/** A direct message, as the gateway sends it. */
export const rawMessage = {
  id: '1',
  channel_id: '10',
  content: 'hello',
  author: { id: '5', username: 'ada' },
  timestamp: '2026-11-21T10:00:00Z',
};

/** The fields of a role that say what it may do. */
export const permissions = (bits: number) => ({
  permissions: String(bits),
  position: 0,
  color: 0,
  tags: {},
});
/** A server with one channel and one thread, as the gateway sends it. The role 66 may manage it, 67 is the bot's own. */
export const server = {
  id: '7',
  name: 'Home',
  owner_id: '6',
  system_channel_id: '10',
  roles: [
    { id: '7', name: '@everyone', ...permissions(1024 | 2048) },
    { id: '66', name: 'boss', ...permissions(0x20) },
    { id: '67', name: 'Parley', ...permissions(0), managed: true, tags: { bot_id: OWN_ID } },
  ],
  channels: [{ id: '10', type: 0, name: 'general', permission_overwrites: [] }],
  threads: [
    { id: '11', type: 11, name: 'side', parent_id: '10', owner_id: OWN_ID, thread_metadata: {} },
  ],
  members: [{ user: { id: OWN_ID, username: 'parley', bot: true }, roles: ['67'] }],
};
