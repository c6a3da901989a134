import type { Persona, ScopeRules, SettingOrigin } from '../contracts/settings.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { spreadPersona } from './resolve-settings.ts';
import type { SettingsLayer } from './settings-layer.ts';

/** Every setting, in display order. */
const SETTING_NAMES = Object.keys({
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

/** Tells for each setting which of the layers, from the widest to the narrowest, decides it. */
export function explainSettings(
  layers: readonly SettingsLayer[],
  personas?: ReadonlyMap<string, Persona>,
): readonly SettingOrigin[] {
  const written = spreadPersona(layers, personas);

  return SETTING_NAMES.map((name) => {
    const layer = written.findLast(({ rules }) => decides(rules[name]));
    return omitUndefined({ name, scope: layer?.scope, by: layer?.by ?? 'default' });
  });
}

/** Rules that are merged entry by entry decide nothing without an entry. */
function decides(rule: ScopeRules[keyof ScopeRules]): boolean {
  const isEmpty =
    typeof rule === 'object' && !Array.isArray(rule) && Object.keys(rule).length === 0;
  return rule !== undefined && !isEmpty;
}
