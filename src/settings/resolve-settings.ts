import type { Persona, ScopeRules, ScopeSettings } from '../contracts/settings.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { defaultSettings } from './default-settings.ts';
import type { SettingsLayer } from './settings-layer.ts';

/** The value of `persona` that removes the persona of wider scopes (see `ScopeRules`). */
const NO_PERSONA = '';

/**
 * The settings in force under layers of rules, from the widest to the narrowest. Each layer stands over the one
 * before. A persona brings its instructions, model and parameters to the layer that names it.
 */
export function resolveSettings(
  layers: readonly SettingsLayer[],
  personas?: ReadonlyMap<string, Persona>,
): ScopeSettings {
  let merged: ScopeRules = defaultSettings;
  for (const { rules } of spreadPersona(layers, personas)) merged = mergeRules(merged, rules);
  // The defaults have every setting that is not optional, and every power.
  const { nearby, ...settings } = merged as ScopeSettings & ScopeRules;
  return nearby ? { ...settings, nearby } : settings;
}

/**
 * Replaces the name of the persona in force with the rules that it brings, in the layer that names it. The other
 * rules of that layer win over them. The other layers lose their personas: a narrower persona, or narrower
 * instructions, took their place.
 */
export function spreadPersona(
  layers: readonly SettingsLayer[],
  personas: ReadonlyMap<string, Persona> = new Map(),
): readonly SettingsLayer[] {
  const last = layers.findLastIndex(
    ({ rules: { instructions, persona } }) =>
      instructions !== undefined || persona === NO_PERSONA || personas.has(persona ?? NO_PERSONA),
  );

  return layers.map((layer, index) => {
    const { persona: name, ...rules } = layer.rules;
    const isInForce = index === last && rules.instructions === undefined;
    const persona = isInForce && name !== undefined ? personas.get(name) : undefined;
    return { ...layer, rules: persona ? mergeRules(rulesOf(persona), rules) : rules };
  });
}

/** The narrower rules over the wider ones; parameters and powers entry by entry. */
export function mergeRules(wider: ScopeRules, narrower: ScopeRules): ScopeRules {
  const { parameters, powers } = narrower;
  return {
    ...wider,
    ...narrower,
    ...(parameters && { parameters: { ...wider.parameters, ...parameters } }),
    ...(powers && { powers: { ...wider.powers, ...powers } }),
  };
}

function rulesOf({ name, instructions, model, parameters }: Persona): ScopeRules {
  return omitUndefined({ persona: name, instructions, model, parameters });
}
