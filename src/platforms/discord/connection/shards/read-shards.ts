import { ConfigError } from '../../../../errors.ts';
import { type Env, readVariable } from '../../../../lib/env.ts';

/**
 * The connections that the operator wants:
 * - `one`: a single one for all servers
 * - `auto`: as many as Discord recommends, divided among the processes that read events
 * - `fixed`: these parts of a number of parts, in this process
 */
export type ShardWish =
  | { readonly kind: 'one' | 'auto' }
  | { readonly kind: 'fixed'; readonly ids: readonly number[]; readonly count: number };

/** Discord recommends one for each 1,000 servers. */
const MAX_COUNT = 5_000;
const CURE =
  'DISCORD_SHARDS has none of the forms that Parley knows. Leave it empty for one connection, or set it to auto, to a number of connections such as 16, or to those of this process, as in 0-3/16 or 0,2,5/16.';

/** @throws A `ConfigError` when the variable cannot be read. */
export function readShards(env: Env): ShardWish {
  const text = readVariable(env, 'DISCORD_SHARDS')?.replace(/\s+/g, '').toLowerCase();
  if (text === undefined) return { kind: 'one' };
  if (text === 'auto') return { kind: 'auto' };

  const [, list, countText = ''] = /^(?:([\d,-]+)\/)?(\d{1,4})$/.exec(text) ?? [];
  const count = Number(countText);
  if (!(count >= 1 && count <= MAX_COUNT)) throw new ConfigError(CURE);

  const ids = list === undefined ? range(0, count - 1) : readList(list);
  if (ids.some((id) => id >= count)) {
    throw new ConfigError(
      `DISCORD_SHARDS names a connection that does not exist: with ${count} of them, the numbers go from 0 to ${count - 1}.`,
    );
  }
  return { kind: 'fixed', ids: [...new Set(ids)], count };
}

function readList(list: string): readonly number[] {
  return list.split(',').flatMap((part) => {
    const [, first = '', last = first] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part) ?? [];
    if (first === '' || Number(last) < Number(first)) throw new ConfigError(CURE);
    return range(Number(first), Number(last));
  });
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
