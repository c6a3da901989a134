import type { Channel } from '../contracts/chat-message.ts';
import type { ConversationSettings } from '../contracts/conversations.ts';
import type { Routing } from '../contracts/routing.ts';
import type { ScopeRules, Settings } from '../contracts/settings.ts';
import { LimitError, StoreError } from '../errors.ts';
import { channelKey } from '../lib/channel-key.ts';
import type { Log } from '../lib/log.ts';
import { networkOf } from '../lib/network-of.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { scopeNames } from '../lib/scope-names.ts';
import { explainSettings } from './explain-settings.ts';
import { type ChoicesParts, openChoices } from './open-choices.ts';
import { mergeRules, resolveSettings } from './resolve-settings.ts';
import type { SettingsLayer } from './settings-layer.ts';
import { type StoredRules, storedRulesShape } from './stored-rules.ts';

/** What the operator gives to the settings, and the store of what people choose. */
export interface SettingsParts extends ChoicesParts {
  /** The rules of the variables, for the whole bot. */
  readonly variables: ScopeRules;
  readonly routing: () => Pick<Routing, 'scopes' | 'personas' | 'defaultModel'>;
  /** `DEFAULT_MODEL` is set: the operator chose the model that answers where no scope names one. */
  readonly hasDefaultModel?: boolean;
  /**
   * Reads the choices of earlier versions, which kept them by conversation, by `channelKey`. Called at the first
   * start of this version only. Absent: there are none.
   */
  readonly readOldChoices?: () => Promise<ReadonlyMap<string, ConversationSettings>>;
}

const PREFIX = 'settings:';
/** Marks a store whose choices of earlier versions are already taken over. */
const ADOPTED_KEY = 'settings-adopted';
/** The choices of all scopes are in memory. */
const MAX_SCOPES = 10_000;
/** Several processes may reach the number of scopes at the same moment. */
const MOST_IN_MEMORY = 2 * MAX_SCOPES;
const TOO_MANY =
  'People chose settings for 10,000 places already, which is the most that is kept. Reset those of a place that no longer needs them.';

/**
 * Opens the settings of all places. Over the same scope, what people chose wins over what the operator wrote. What
 * other processes change counts here a moment later.
 */
export async function createSettings(parts: SettingsParts): Promise<Settings> {
  const { log, variables, hasDefaultModel } = parts;
  await adoptOldChoices(parts).catch((error: unknown) => {
    if (!(error instanceof StoreError)) throw error;
    // A store that is damaged in part answers all other chats. The next start tries again.
    log.error({ reason: error.message }, 'settings: the choices of earlier versions are not read');
  });
  const options = { prefix: PREFIX, shape: storedRulesShape, most: MOST_IN_MEMORY };
  const records = await openChoices(parts, options);
  const choices = records.values;

  let checked: Pick<Routing, 'personas'> | undefined;
  /** The present routing. Logs once for each edit of the file which personas that people chose it lacks. */
  function routing() {
    const current = parts.routing();
    if (current !== checked) warnOfMissingPersonas(current, choices, log);
    checked = current;
    return current;
  }

  function layersOf(channel: Channel): readonly SettingsLayer[] {
    const { scopes } = routing();
    const network = networkOf(channel.platform);
    const isOfFirstBot = (scope: string) => scope.startsWith(`${network}:`);

    const layers = scopeNames(channel).flatMap((scope): readonly SettingsLayer[] => {
      const { rules: chosen = {}, formerScope } = choices.get(scope) ?? {};
      const former = (formerScope !== undefined && scopes.get(formerScope)) || {};
      // The first bot has no name. What people chose there with it is not meant for the others.
      const isForOther = channel.platform !== network && isOfFirstBot(scope);
      return [
        { scope, by: 'operator', rules: mergeRules(former, scopes.get(scope) ?? {}) },
        ...(isForOther ? [] : [{ scope, by: 'people' as const, rules: chosen }]),
      ];
    });
    return [{ by: 'operator', rules: variables }, ...layers];
  }

  function change(
    scope: string,
    decide: (before: StoredRules | undefined) => StoredRules | undefined,
  ): Promise<void> {
    return records.change(scope, (before) => {
      const value = decide(before);
      if (value && !before && choices.size >= MAX_SCOPES) throw new LimitError(TOO_MANY);
      return value;
    });
  }

  /** Moves the choices for a scope to its new name. Nothing happens where nothing is set for the old one. */
  async function moveScope(from: string, to: string): Promise<void> {
    if (from === to) return;
    const old = await records.fresh(from);
    if (!old && !routing().scopes.has(from)) return;

    // The new name comes first, so that a kill in between loses none.
    await records.change(to, (present) => ({
      rules: { ...old?.rules, ...present?.rules },
      formerScope: from,
      format: 1,
    }));
    if (old) await records.change(from, () => undefined);
  }

  return {
    of: (channel) => resolveSettings(layersOf(channel), routing().personas),

    explain(channel) {
      const { personas, defaultModel } = routing();
      const origins = explainSettings(layersOf(channel), personas);
      const isModelChosen = hasDefaultModel || defaultModel !== undefined;
      return origins.map((origin) =>
        origin.name === 'model' && origin.by === 'default' && isModelChosen
          ? { ...origin, by: 'operator' }
          : origin,
      );
    },

    personas: () => [...(routing().personas?.values() ?? [])],
    chosen: (scope) => choices.get(scope)?.rules ?? {},

    choose: (scope, decide) =>
      change(scope, (stored) => {
        const { rules: before = {}, ...others } = stored ?? { format: 1 };
        const rules = omitUndefined(decide(before));
        const isEmpty = Object.keys({ ...rules, ...others }).length === 1;
        return isEmpty ? undefined : { ...others, rules };
      }),

    async move(from, to) {
      for (const platform of new Set([networkOf(from.platform), from.platform]))
        await moveScope(channelKey({ platform, id: from.id }), channelKey({ platform, id: to.id }));
    },
  };
}

/** Takes over the choices of earlier versions, once. */
async function adoptOldChoices({ store, readOldChoices }: SettingsParts): Promise<void> {
  if ((await store.get(ADOPTED_KEY)) || !readOldChoices) return;

  const known = new Set(await store.findKeys(PREFIX));
  const old = [...(await readOldChoices())].flatMap(([scope, { model, style }]) => {
    const rules: ScopeRules = omitUndefined({ model, isRich: style?.rich });
    const key = PREFIX + scope;
    if (known.has(key) || Object.keys(rules).length === 0) return [];
    return { key, value: { rules, format: 1 }, isAnnounced: true as const };
  });
  // More are not kept. No store of earlier versions was seen that has so many.
  const added = old.slice(0, Math.max(0, MAX_SCOPES - known.size));
  await store.write([...added, { key: ADOPTED_KEY, value: { format: 1 } }]);
}

function warnOfMissingPersonas(
  { personas }: Pick<Routing, 'personas'>,
  choices: ReadonlyMap<string, StoredRules>,
  log: Log,
): void {
  const chosen = [...choices.values()].flatMap(({ rules: { persona } }) => persona || []);
  const missing = new Set(chosen.filter((name) => !personas?.has(name)));
  if (missing.size === 0) return;
  log.warn(
    { personas: [...missing] },
    'settings: people chose personas that parley.yaml does not have, the wider scope decides',
  );
}
