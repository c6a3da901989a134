import type { Persona, ScopeRules } from '../../contracts/settings.ts';
import { cutAtWord } from '../../lib/cut-at-word.ts';
import type { RulesChange, Setting } from './setting.ts';
import { withoutRule } from './without-rule.ts';

/** A sentence names no more. */
const MAX_NAMES = 24;
/** Discord's limit. */
const MAX_LABEL_CHARACTERS = 100;

/** The persona: one of the operator's. */
export const personaSetting: Setting = {
  name: 'persona',
  rule: 'persona',
  power: 'persona',
  isFree: false,
  isOffered: () => true,

  describe({ settings, hasOwnInstructions, texts }) {
    const { ownInstructions, none } = texts.settings;
    return settings.persona ?? (hasOwnInstructions ? ownInstructions : none);
  },

  entries: ({ personas, settings }) =>
    personas.map(({ name, description = '' }) => ({
      value: name,
      label: cutAtWord(name, MAX_LABEL_CHARACTERS),
      description: cutAtWord(description, MAX_LABEL_CHARACTERS),
      isCurrent: name === settings.persona,
    })),

  read(typed, { personas }) {
    const persona = findPersona(typed, personas);
    return persona && { label: persona.name, change: pickPersona(persona.name) };
  },

  clear: clearPersona,

  explain(_typed, { personas, texts: { settings } }) {
    if (personas.length === 0) return settings.possible.noPersonas;
    const names = personas.slice(0, MAX_NAMES).map(({ name }) => name);
    return settings.possible.choice(settings.names.persona, names);
  },
};

/** Finds a persona by its name, whatever its case. */
export function findPersona(typed: string, personas: readonly Persona[]): Persona | undefined {
  const name = typed.trim();
  return (
    personas.find((persona) => persona.name === name) ??
    personas.find((persona) => persona.name.toLowerCase() === name.toLowerCase())
  );
}

/** Instructions of the same scope would win over the persona. */
export function pickPersona(persona: string): RulesChange {
  return (rules) => ({ ...clearPersona(rules), persona });
}

/** Clears own instructions too: the wider place decides. */
export function clearPersona(rules: ScopeRules): ScopeRules {
  return withoutRule(rules, 'persona', 'instructions');
}
