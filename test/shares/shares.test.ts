import { describe, test } from 'node:test';
import { checkShares } from './shares-property.ts';

describe('workers that divide the limit of a bot', () => {
  test('never exceed it in any window, and none waits long, whatever is killed, frozen, lost or skewed', async () => {
    await checkShares(6, 1);
  });
});
