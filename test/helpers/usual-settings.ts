import { resolveSettings } from '../../src/config/resolve-settings.ts';
import type { ScopeSettings, SettingsOf } from '../../src/contracts/settings.ts';

/** The settings of every place: those of an operator who says nothing, and these. */
export function usualSettings(settings: Partial<ScopeSettings> = {}): SettingsOf {
  return (channel) => ({ ...resolveSettings(new Map(), channel), ...settings });
}
