import type { People, PersonSettings } from '../contracts/settings.ts';
import { LimitError } from '../errors.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { personKey } from '../lib/person-key.ts';
import { type ChoicesParts, openChoices } from './open-choices.ts';
import { type StoredPerson, storedPersonShape } from './stored-rules.ts';

const PREFIX = 'person:';
/** All of them are in memory, about 200 bytes each. People without any choice take no room. */
const MAX_PEOPLE = 100_000;
/** Several processes may reach the number of people at the same moment. */
const MOST_IN_MEMORY = 2 * MAX_PEOPLE;
const TOO_MANY =
  'Settings of 100,000 people are kept already, which is the most. People who no longer need theirs can reset them.';

/** Opens what people chose for themselves. What other processes change counts here a moment later. */
export async function createPeople(parts: ChoicesParts): Promise<People> {
  const options = { prefix: PREFIX, shape: storedPersonShape, most: MOST_IN_MEMORY };
  const records = await openChoices(parts, options);
  const people = records.values;

  return {
    settings: (platform, id) => settingsIn(people.get(personKey(platform, id))),

    change: (platform, id, change) =>
      records.change(personKey(platform, id), (stored) => {
        const chosen: PersonSettings = omitUndefined(change(settingsIn(stored)));
        if (Object.keys(chosen).length === 0) return undefined;
        if (!stored && people.size >= MAX_PEOPLE) throw new LimitError(TOO_MANY);
        return { ...chosen, format: 1 };
      }),
  };
}

function settingsIn(stored: StoredPerson | undefined): PersonSettings {
  const { format, ...chosen } = stored ?? { format: 1 };
  return chosen;
}
