import type { SamplingParameters } from '../contracts/provider.ts';
import type { Persona, ScopeRules, SettingOrigin } from '../contracts/settings.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { spreadPersona } from './resolve-settings.ts';
import { SETTING_NAMES } from './setting-names.ts';
import type { SettingsLayer } from './settings-layer.ts';

/** Tells for each setting, and each parameter, which of the layers, from the widest to the narrowest, decides it. */
export function explainSettings(
  layers: readonly SettingsLayer[],
  personas?: ReadonlyMap<string, Persona>,
): readonly SettingOrigin[] {
  const written = spreadPersona(layers, personas);
  const originIn = (layer: SettingsLayer | undefined) =>
    omitUndefined({ scope: layer?.scope, by: layer?.by ?? 'default' });

  const parameterNames = new Set(written.flatMap(({ rules }) => namesOf(rules.parameters)));
  const parameters = [...parameterNames].map((parameter): SettingOrigin => {
    const layer = written.findLast(({ rules }) => rules.parameters?.[parameter] !== undefined);
    return { name: 'parameters', parameter, ...originIn(layer) };
  });

  return SETTING_NAMES.flatMap((name): readonly SettingOrigin[] => {
    if (name === 'parameters') return parameters;
    const layer = written.findLast(({ rules }) => decides(rules[name]));
    return [{ name, ...originIn(layer) }];
  });
}

function namesOf(parameters: SamplingParameters = {}): readonly (keyof SamplingParameters)[] {
  return Object.keys(parameters) as (keyof SamplingParameters)[];
}

/** Rules that are merged entry by entry decide nothing without an entry. */
function decides(rule: ScopeRules[keyof ScopeRules]): boolean {
  const isEmpty =
    typeof rule === 'object' && !Array.isArray(rule) && Object.keys(rule).length === 0;
  return rule !== undefined && !isEmpty;
}
