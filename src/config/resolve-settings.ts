import type { Powers } from '../contracts/access.ts';
import type { Channel } from '../contracts/chat-message.ts';
import type { ScopeRules, ScopeSettings } from '../contracts/settings.ts';

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

/** The settings where the operator says nothing. */
const DEFAULTS: ScopeSettings = {
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

/** The settings of a channel: each scope that contains it, from the widest to the narrowest, over the one before. */
export function resolveSettings(
  scopes: ReadonlyMap<string, ScopeRules>,
  channel: Channel,
): ScopeSettings {
  const rules = scopeNames(channel).map((name) => scopes.get(name) ?? {});
  const { nearby, ...settings } = Object.assign({ ...DEFAULTS }, ...rules) as ScopeSettings &
    ScopeRules;
  return nearby ? { ...settings, nearby } : settings;
}

function scopeNames({ platform, id, server, parentId }: Channel): readonly string[] {
  const ids = [server, parentId, id].filter((scopeId) => scopeId !== undefined);
  return ['bot', platform, ...ids.map((scopeId) => `${platform}:${scopeId}`)];
}
