import type { People, PersonSettings } from '../contracts/settings.ts';
import { LimitError } from '../errors.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { personKey } from '../lib/person-key.ts';
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

  function settings(name: string): PersonSettings {
    const { format, ...chosen } = people.get(name) ?? { format: 1 };
    return chosen;
  }

  return {
    settings: (platform, id) => settings(personKey(platform, id)),

    change(platform, id, change) {
      const name = personKey(platform, id);
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
