import type { ScopeRules, SettingOrigin } from '../contracts/settings.ts';

/** The rules that one side, the operator or people, gave for one scope. */
export interface SettingsLayer extends Pick<SettingOrigin, 'scope' | 'by'> {
  readonly rules: ScopeRules;
}
