import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFileReader } from '../../../src/bot/material/file-reader.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { channel } from '../../conversations/messages.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';

const limits = { characters: 1_000, images: { maxEdge: 1, maxBytes: 1, maxImages: 1 } };

test('the files of one person in many channels leave half of the fetches to others', async () => {
  const clock = createFakeClock();
  const fetching: string[] = [];
  const arrivals = new Map<string, () => void>();
  const reader = createFileReader(
    {
      files: { read: async () => ({ kind: 'text', text: 'words' }) },
      async fetchFile(_channel, ref) {
        fetching.push(ref);
        await new Promise<void>((resolve) => arrivals.set(ref, resolve));
        return new Uint8Array();
      },
      transcriber: undefined,
    },
    { clock, log: silentLog },
  );
  const read = (person: string, room: string) =>
    reader.read(
      { channel: channel(room), account: { person, channel: room } },
      { ref: `${person} in ${room}`, name: 'a.txt', mime: 'text/plain', bytes: 1, use: 'document' },
      limits,
      new AbortController().signal,
    );
  const all = ['a', 'b', 'c', 'd', 'e'].map((room) => read('ann', room));
  all.push(read('bob', 'f'), read('bob', 'g'), read('cem', 'h'));
  await clock.advance(0);
  assert.deepEqual(fetching, ['ann in a', 'ann in b', 'bob in f', 'bob in g']);
  arrivals.get('ann in a')?.();
  await clock.advance(0);
  assert.equal(fetching[4], 'cem in h');
  while (fetching.length < all.length) {
    for (const arrive of arrivals.values()) arrive();
    await clock.advance(0);
  }
  for (const arrive of arrivals.values()) arrive();
  assert.equal((await Promise.all(all)).length, 8);
});
