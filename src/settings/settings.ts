import type { Channel } from '../contracts/chat-message.ts';
import type { ConversationSettings } from '../contracts/conversations.ts';
import type { Routing } from '../contracts/routing.ts';
import type { ScopeRules, Settings } from '../contracts/settings.ts';
import { LimitError, StoreError } from '../errors.ts';
import { channelKey } from '../lib/channel-key.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import type { Log } from '../lib/log.ts';
import { networkOf } from '../lib/network-of.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { scopeNames } from '../lib/scope-names.ts';
import { explainSettings } from './explain-settings.ts';
import { type ChoicesParts, loadChoices } from './load-choices.ts';
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
const TOO_MANY =
  'People chose settings for 10,000 places already, which is the most that is kept. Reset those of a place that no longer needs them.';

/**
 * Opens the settings of all places. Over the same scope, what people chose wins over what the operator wrote.
 * No other process may use the store.
 */
export async function createSettings(parts: SettingsParts): Promise<Settings> {
  const { store, log, variables, hasDefaultModel, readOldChoices } = parts;
  const choices = await loadChoices(parts, PREFIX, storedRulesShape);
  await adoptOldChoices().catch((error: unknown) => {
    if (!(error instanceof StoreError)) throw error;
    // A store that is damaged in part answers all other chats. The next start tries again.
    log.error({ reason: error.message }, 'settings: the choices of earlier versions are not read');
  });
  /** One change after another: changes are rare, and a move changes several scopes. */
  const inOrder = createKeyedLock();

  let checked: Pick<Routing, 'personas'> | undefined;
  /** The present routing. Logs once for each edit of the file which personas that people chose it lacks. */
  function routing() {
    const current = parts.routing();
    if (current !== checked) warnOfMissingPersonas(current, choices, log);
    checked = current;
    return current;
  }

  /** Takes over the choices of earlier versions, once. */
  async function adoptOldChoices(): Promise<void> {
    const [isDone] = await store.getMany([ADOPTED_KEY]);
    if (isDone || !readOldChoices) return;

    const added = [...(await readOldChoices())].filter(([scope]) => !choices.has(scope));
    // More are not kept. No store of earlier versions was seen that has so many.
    for (const [scope, { model, style }] of added.slice(0, MAX_SCOPES - choices.size)) {
      const rules: ScopeRules = omitUndefined({ model, isRich: style?.rich });
      if (Object.keys(rules).length > 0) choices.set(scope, { rules, format: 1 });
    }
    const changes = [...choices].map(([scope, value]) => ({ key: PREFIX + scope, value }));
    await store.write([...changes, { key: ADOPTED_KEY, value: { format: 1 } }]);
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

  /** Changes what is stored for some scopes, and then what is in memory. `undefined` removes a scope. */
  async function write(changes: ReadonlyMap<string, StoredRules | undefined>): Promise<void> {
    const growth = [...changes].reduce(
      (sum, [scope, value]) => sum + Number(value !== undefined) - Number(choices.has(scope)),
      0,
    );
    if (growth > 0 && choices.size + growth > MAX_SCOPES) throw new LimitError(TOO_MANY);

    await store.write([...changes].map(([scope, value]) => ({ key: PREFIX + scope, value })));
    for (const [scope, value] of changes) {
      if (value) choices.set(scope, value);
      else choices.delete(scope);
    }
  }

  /** The changes that move the choices for a scope to its new name. None where nothing is set for the old one. */
  function changesOfMove(from: string, to: string): readonly [string, StoredRules | undefined][] {
    const old = choices.get(from);
    if (from === to || (!old && !routing().scopes.has(from))) return [];

    const rules = { ...old?.rules, ...choices.get(to)?.rules };
    return [
      [to, { rules, formerScope: from, format: 1 }],
      [from, undefined],
    ];
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

    choose: (scope, change) =>
      inOrder('change', async () => {
        const { rules: before = {}, ...others } = choices.get(scope) ?? { format: 1 };
        const rules = omitUndefined(change(before));
        const isEmpty = Object.keys({ ...rules, ...others }).length === 1;
        await write(new Map([[scope, isEmpty ? undefined : { ...others, rules }]]));
      }),

    move: (from, to) =>
      inOrder('change', async () => {
        const platforms = new Set([networkOf(from.platform), from.platform]);
        const changes = [...platforms].flatMap((platform) =>
          changesOfMove(channelKey({ platform, id: from.id }), channelKey({ platform, id: to.id })),
        );
        await write(new Map(changes));
      }),
  };
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
