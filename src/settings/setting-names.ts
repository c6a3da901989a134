import type { ScopeRules } from '../contracts/settings.ts';

/** Every setting, in display order. */
export const SETTING_NAMES = Object.keys({
  model: true,
  persona: true,
  instructions: true,
  parameters: true,
  reasoning: true,
  footer: true,
  language: true,
  isRich: true,
  takesFiles: true,
  historyDays: true,
  followUp: true,
  opensThreads: true,
  nearby: true,
  transcripts: true,
  summaryModel: true,
  timeZone: true,
  acceptsProxies: true,
  answeredBots: true,
  answersChannelPosts: true,
  moderators: true,
  powers: true,
} satisfies Record<keyof ScopeRules, true>) as readonly (keyof ScopeRules)[];
