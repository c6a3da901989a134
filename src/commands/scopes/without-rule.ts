import type { ScopeRules } from '../../contracts/settings.ts';

/** The rules without some of them: there, the wider place decides. */
export function withoutRule(
  rules: ScopeRules,
  ...names: readonly (keyof ScopeRules)[]
): ScopeRules {
  const entries = Object.entries(rules).filter(([name]) => !names.some((each) => each === name));
  return Object.fromEntries(entries);
}
