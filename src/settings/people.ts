import type { People, PersonSettings } from '../contracts/settings.ts';
import { LimitError } from '../errors.ts';
import { channelKey } from '../lib/channel-key.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import { networkOf } from '../lib/network-of.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { type ChoicesParts, loadChoices } from './load-choices.ts';
import { storedPersonShape } from './stored-rules.ts';

const PREFIX = 'person:';
/** All of them are in memory, about 200 bytes each. People without any choice take no room. */
const MAX_PEOPLE = 100_000;
const TOO_MANY =
  'Settings of 100,000 people are kept already, which is the most. People who no longer need theirs can reset them.';

/** Opens what people chose for themselves. No other process may use the store. */
export async function createPeople(parts: ChoicesParts): Promise<People> {
  const { store } = parts;
  const people = await loadChoices(parts, PREFIX, storedPersonShape);
  const lock = createKeyedLock();

  /** A person is the same to all bots of a network. */
  const nameOf = (platform: string, id: string) =>
    channelKey({ platform: networkOf(platform), id });

  function settings(name: string): PersonSettings {
    const { format, ...chosen } = people.get(name) ?? { format: 1 };
    return chosen;
  }

  return {
    settings: (platform, id) => settings(nameOf(platform, id)),

    change(platform, id, change) {
      const name = nameOf(platform, id);
      return lock(name, async () => {
        const chosen: PersonSettings = omitUndefined(change(settings(name)));
        const value =
          Object.keys(chosen).length === 0 ? undefined : { ...chosen, format: 1 as const };
        if (value && !people.has(name) && people.size >= MAX_PEOPLE) throw new LimitError(TOO_MANY);

        await store.write([{ key: PREFIX + name, value }]);
        if (value) people.set(name, value);
        else people.delete(name);
      });
    },
  };
}
