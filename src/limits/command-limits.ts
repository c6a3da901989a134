import type { LimitRules, Limits } from '../contracts/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import { personKey } from '../lib/person-key.ts';
import type { LimitMeter } from './limit-meter.ts';
import { listLimits } from './list-limits.ts';
import type { Roles } from './roles.ts';

interface CommandLimitsParts {
  readonly roles: Pick<Roles, 'findFast'>;
  rules(): ReadonlyMap<string, LimitRules>;
  readonly meter: Pick<LimitMeter, 'isReached' | 'reserve' | 'state'>;
  readonly clock: Clock;
}

const MINUTE_MS = 60_000;
const MAX_TOLD = 10_000;

/** Creates the limits of what has to be decided at once: commands, and the start of waiting answers. */
export function createCommandLimits({
  roles,
  rules,
  meter,
  clock,
}: CommandLimitsParts): Pick<Limits, 'admitCommand' | 'atOnce'> {
  /** The people who have read that they were refused. */
  const told = createExpiringMap<string, true>({ clock, maxEntries: MAX_TOLD });

  return {
    admitCommand(author, channel) {
      const key = personKey(channel.platform, author.id);
      const role = roles.findFast(author, channel);
      const { measured } = listLimits(rules(), channel, { key, role });
      const limits = measured.filter(({ measure }) => measure === 'commandsPerMinute');
      const reached = limits.find(meter.isReached);
      if (!reached) {
        for (const limit of limits) meter.reserve(limit);
        const isPersonLimited = limits.some(({ person }) => person !== undefined);
        return { kind: 'admitted', isPersonLimited };
      }

      const isTold = told.has(key);
      if (!isTold) told.set(key, true, MINUTE_MS);
      return { kind: 'refused', resetsAt: meter.state(reached).resetsAt, isTold };
    },

    atOnce(author, channel) {
      const key = author && personKey(channel.platform, author.id);
      const person = author && key && { key, role: roles.findFast(author, channel) };
      const { atOnce } = listLimits(rules(), channel, person || undefined);
      return atOnce.map(({ subject, scope, person: counted = '', most }) => ({
        key: `${subject}|${scope}|${counted}`,
        most,
      }));
    },
  };
}
