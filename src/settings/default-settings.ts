import type { Powers } from '../contracts/access.ts';
import type { ScopeSettings } from '../contracts/settings.ts';

const DEFAULT_INSTRUCTIONS =
  'You are a helpful assistant in a chat. Answer in the language of the question, and as briefly as it allows.';

/** In shared places, what changes something for all is for moderators. In a direct chat, its person is one. */
const DEFAULT_POWERS: Powers = {
  ask: 'everyone',
  stop: 'asker',
  regenerate: 'asker',
  undo: 'asker',
  forget: 'asker',
  model: 'moderators',
  persona: 'moderators',
  write_persona: 'moderators',
  settings: 'moderators',
  reset: 'moderators',
  pin: 'moderators',
  export: 'everyone',
  delete_my_data: 'everyone',
  why: 'everyone',
  why_details: 'admins',
  usage: 'everyone',
  access: 'admins',
};

/** The settings where neither the operator nor people say anything. */
export const defaultSettings: ScopeSettings = {
  instructions: DEFAULT_INSTRUCTIONS,
  parameters: {},
  reasoning: 'hidden',
  footer: [],
  takesFiles: true,
  historyDays: 30,
  powers: DEFAULT_POWERS,
  moderators: [],
  followUp: 'own',
  opensThreads: false,
  acceptsProxies: false,
  answeredBots: [],
  answersChannelPosts: false,
  transcripts: 'hidden',
  timeZone: 'UTC',
};
