import { BotError } from '../../errors.ts';
import type { StorageAdapter } from '../local-adapter.ts';

/** Lets an adapter change nothing. */
export function createReadOnlyAdapter(adapter: StorageAdapter): StorageAdapter {
  const refuse = async () => {
    throw new BotError('This store was opened to be read only.');
  };
  const writes = ['set', 'setMany', 'delete', 'deleteMany', 'clear', 'claim', 'swap', 'sweep'];
  return Object.assign(adapter, Object.fromEntries(writes.map((name) => [name, refuse])));
}
