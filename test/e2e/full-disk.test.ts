import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { silentLog } from '../../src/lib/log.ts';
import { createDiskWithLimit } from '../helpers/disk-with-limit.ts';
import {
  botMessages,
  roomOf,
  startBot,
  startNetworksAndDisk,
  waitForAnswer,
} from '../helpers/start-parley.ts';

/** Needs a new page of the file, while a short question may still fit into a page that exists. */
const LONG = 'echo a long question '.padEnd(1_900, 'x');

describe('while the disk is full, the bot', () => {
  for (const name of ['telegram', 'discord'] as const) {
    test(`says so on ${name}, obeys commands, logs it once, and answers everything when there is room`, async (t) => {
      const networks = await startNetworksAndDisk(t);
      const network = networks[name];
      const disk = createDiskWithLimit();
      const lines: string[] = [];
      const record = (_fields: unknown, message: string) => lines.push(message);
      const log = { ...silentLog, warn: record, error: record };
      await startBot(t, networks.env, { onStoreOpened: disk.onOpened, log });
      const roomId = roomOf(network, 'direct');

      disk.fill();
      const question = await network.say({ roomId, text: LONG });
      await waitForAnswer(network, question, /my disk is full/);
      const call = await network.say({ roomId, text: name === 'telegram' ? '/help' : LONG });
      if (name === 'telegram') await waitForAnswer(network, call, /answer with a language model/);

      disk.free();
      await waitForAnswer(network, question, /^a long question x/);
      const notices = botMessages(network, roomId).filter(({ text }) => /disk is full/.test(text));
      assert.equal(notices.length, 1, 'once per chat and hour');
      assert.equal(lines.filter((line) => /its disk is full/.test(line)).length, 1);
      assert.deepEqual(
        lines.filter((line) => !/its disk is full|privacy mode/.test(line)),
        [],
      );
    });
  }
});
