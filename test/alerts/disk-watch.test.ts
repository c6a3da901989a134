import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startDiskWatch } from '../../src/alerts/disk-watch.ts';
import type { Signs } from '../../src/alerts/read-observation.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';

const GB = 1_000_000_000;
const LOOK_MS = 10 * 60_000;

/** Looks at disks with this free and whole room, in GB, one after the other. */
async function look(rooms: readonly (readonly [free: number, all: number])[]) {
  const clock = createFakeClock();
  const results: Signs[] = [];
  const rest = [...rooms];
  const end = startDiskWatch({
    file: join(tmpdir(), 'parley.sqlite'),
    clock,
    log: createRecordingLog(),
    onSigns: (signs) => void results.push(signs),
    readSpace: async (folder) => {
      assert.equal(folder, tmpdir());
      const [free, all] = rest.shift() ?? assert.fail('too many looks');
      return { freeBytes: free * GB, allBytes: all * GB };
    },
  });
  await clock.advance(1_000 + (rooms.length - 1) * LOOK_MS);
  end();
  await clock.advance(LOOK_MS);
  return results.map(({ seen, over }) => (seen ? 'full' : over ? 'enough' : 'between'));
}

describe('startDiskWatch', () => {
  test('sees a disk that is nearly full, and one with room again, not at the same limit', async () => {
    const rooms = [
      [50, 100],
      [4.9, 100],
      [5.1, 100],
      [6, 100],
      // 500 MB, however small the disk is.
      [0.49, 2],
      [0.7, 2],
      // Of a large disk, 20 GB are enough.
      [19, 4_000],
      [100, 4_000],
    ] as const;
    assert.deepEqual(await look(rooms), [
      'enough',
      'full',
      'between',
      'enough',
      'full',
      'enough',
      'full',
      'enough',
    ]);
  });

  test('asks the file system, and says nothing where it does not answer', async () => {
    const clock = createFakeClock();
    for (const [file, expected] of [
      [join(tmpdir(), 'parley.sqlite'), 1],
      ['/nowhere/at/all/parley.sqlite', 0],
    ] as const) {
      const signs = Promise.withResolvers<number>();
      const log = createRecordingLog();
      const report = log.debug;
      log.debug = (fields, message) => {
        report(fields, message);
        signs.resolve(0);
      };
      const end = startDiskWatch({ file, clock, log, onSigns: () => signs.resolve(1) });
      await clock.advance(1_000);
      assert.equal(await signs.promise, expected);
      end();
    }
  });
});
