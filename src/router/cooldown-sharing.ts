import type { Fleet } from '../contracts/fleet.ts';
import type { ProviderErrorKind } from '../contracts/provider.ts';
import { fieldsReader, numberReader, textReader, wordReader } from '../lib/json-reader.ts';
import { failureActions } from './actions.ts';

/** Spares other processes on the store the requests by which this one has learned of a cooldown. */
export interface CooldownSharing {
  started(cooldown: SharedCooldown): void;
  /** Something answered again. */
  ended(id: string): void;
  /** Hears of the cooldowns of others. `ms` of 0: it is over. */
  listen(onCooldown: (cooldown: SharedCooldown) => void): void;
}

/** A cooldown of a provider, a key or a model, by the id that `Health` gives it. */
export interface SharedCooldown {
  readonly id: string;
  readonly ms: number;
  readonly reason: ProviderErrorKind;
}

const TOPIC = 'cooldowns';
/** Of a shorter one, the others learn as fast by themselves. */
const SHORTEST_MS = 5_000;

const KINDS = Object.keys(failureActions) as readonly ProviderErrorKind[];
const readCooldown = fieldsReader(
  { id: textReader(500), ms: numberReader, reason: wordReader(KINDS) },
  'id',
  'ms',
  'reason',
);

/** Creates the sharing. Keys have the same order in all processes, as their variables are the same. */
export function createCooldownSharing(fleet: Pick<Fleet, 'tell' | 'onTold'>): CooldownSharing {
  return {
    started(cooldown) {
      if (cooldown.ms >= SHORTEST_MS) fleet.tell(TOPIC, cooldown);
    },
    ended: (id) => fleet.tell(TOPIC, { id, ms: 0, reason: 'canceled' }),
    listen(onCooldown) {
      fleet.onTold(TOPIC, (content) => {
        const cooldown = readCooldown(content);
        if (cooldown) onCooldown(cooldown);
      });
    },
  };
}
