import type { Channel } from '../contracts/chat-message.ts';
import type { ScopeRules, ScopeSettings } from '../contracts/settings.ts';

/** The settings where the operator says nothing. */
const DEFAULTS: ScopeSettings = {
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
