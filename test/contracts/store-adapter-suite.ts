import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import type { KeyvStorageEntry } from 'keyv';
import type { Clock } from '../../src/lib/clock.ts';
import type { StorageAdapter } from '../../src/store/local-adapter.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';

/**
 * Defines the tests of the promises that every storage adapter of Parley makes to Keyv and to the store. `open` gives an empty adapter.
 */
export function storeAdapterSuite(
  name: string,
  open: (clock: Clock) => StorageAdapter | Promise<StorageAdapter>,
  { skip = false }: { readonly skip?: string | false } = {},
): void {
  describe(`${name} as a storage adapter`, { skip }, () => {
    let clock: FakeClock;
    let adapter: StorageAdapter;
    beforeEach(async () => {
      clock = createFakeClock();
      adapter = await open(clock);
    });
    afterEach(() => adapter.disconnect?.());

    test('gives stored values, and undefined for other keys', async () => {
      assert.equal(await adapter.set('a', '"1"'), true);
      await adapter.set('a', '"2"');
      assert.equal(await adapter.get('a'), '"2"');
      assert.equal(await adapter.get('nothing'), undefined);
      assert.equal(await adapter.has('a'), true);
      assert.deepEqual(await adapter.hasMany(['nothing', 'a']), [false, true]);
    });

    test('keeps any text, whatever is in it', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.string({ unit: 'grapheme', minLength: 1 }),
          fc.string({ unit: 'grapheme' }),
          async (key, value) => {
            await adapter.set(key, value);
            assert.equal(await adapter.get(key), value);
          },
        ),
        { numRuns: 50 },
      );
    });

    test('sets many in order, so that the last one of a key counts, and gives many in the order of the keys', async () => {
      const results = await adapter.setMany([
        { key: 'b', value: '1' },
        { key: 'c', value: '2' },
        { key: 'b', value: '3' },
      ]);
      assert.deepEqual(results, [true, true, true]);
      assert.deepEqual(await adapter.getMany(['c', 'nothing', 'b']), ['2', undefined, '3']);
    });

    test('forgets a value when it expires, not earlier', async () => {
      await adapter.set('short', '1', clock.now() + 1_000);
      await clock.advance(999);
      assert.equal(await adapter.get('short'), '1');
      await clock.advance(1);
      assert.equal(await adapter.get('short'), undefined);
      assert.equal(await adapter.has('short'), false);
      assert.deepEqual(await adapter.getMany(['short']), [undefined]);
    });

    test('removes a key when it is set to a value that has expired', async () => {
      await adapter.set('d', '1');
      assert.deepEqual(await adapter.setMany([{ key: 'd', value: '2', expires: 1 }]), [true]);
      assert.equal(await adapter.get('d'), undefined);
    });

    test('stores nothing of a batch when one of its entries fails', async () => {
      await adapter.setMany([{ key: 'e', value: 'before' }]);
      const batch: KeyvStorageEntry[] = [
        { key: 'e', value: 'after' },
        { key: 'f', value: 'new' },
        { key: 'e', value: 'gone', expires: 1 },
        { key: 'g', value: { not: 'text' } },
      ];
      await assert.rejects(adapter.setMany(batch));
      assert.deepEqual(await adapter.getMany(['e', 'f', 'g']), ['before', undefined, undefined]);
      assert.deepEqual(await adapter.setMany([{ key: 'f', value: 'works again' }]), [true]);
    });

    test('reports for each removed key whether it existed', async () => {
      await adapter.set('h', '1');
      assert.deepEqual(await adapter.deleteMany(['h', 'nothing']), [true, false]);
      assert.equal(await adapter.delete('h'), false);
    });

    test('sweeps expired keys in batches and nothing else', async () => {
      const due = clock.now() + 10;
      await adapter.setMany(
        Array.from({ length: 5 }, (_, index) => ({ key: `due${index}`, value: '1', expires: due })),
      );
      await adapter.setMany([
        { key: 'later', value: '1', expires: due + 1_000 },
        { key: 'always', value: '1' },
      ]);
      await clock.advance(10);
      assert.equal(await adapter.sweep(3), 3);
      assert.equal(await adapter.sweep(100), 2);
      assert.equal(await adapter.sweep(100), 0);
      assert.deepEqual(await adapter.getMany(['later', 'always']), ['1', '1']);
    });

    test('finds the keys that begin with a text', async () => {
      const keys = ['turn:a#1', 'turn:a#10', 'turn:a', 'turn:b#1', 'turn:a#\u{10FFFE}', 'TURN:a#2'];
      await adapter.setMany(keys.map((key) => ({ key, value: '1' })));
      assert.deepEqual((await adapter.findKeys('turn:a#')).toSorted(), [
        'turn:a#1',
        'turn:a#10',
        'turn:a#\u{10FFFE}',
      ]);
      assert.deepEqual(await adapter.findKeys('100%_'), []);
    });

    test('lets one of two claims succeed', async () => {
      assert.equal(await adapter.claim('claim', undefined, 'one'), true);
      assert.equal(await adapter.claim('claim', undefined, 'two'), false);
      assert.equal(await adapter.claim('claim', 'one', 'three'), true);
      assert.equal(await adapter.get('claim'), 'three');
      assert.equal(await adapter.claim('claim', 'three', undefined), true);
      assert.equal(await adapter.has('claim'), false);
    });

    test('refuses to write after another process took the claim, until the claim is released', async () => {
      await adapter.claim('claim', undefined, 'mine');
      await adapter.set('claim', 'of another');
      await assert.rejects(adapter.setMany([{ key: 'i', value: '1' }]), /taken over/);
      await assert.rejects(adapter.delete('claim'), /taken over/);
      assert.equal(await adapter.get('i'), undefined);
      await adapter.claim('claim', 'of another', undefined);
      assert.deepEqual(await adapter.setMany([{ key: 'i', value: '1' }]), [true]);
    });

    test('swaps a value only if it is the expected one, and guards no later write by it', async () => {
      assert.equal(await adapter.swap('swap', 'x', 'one'), false);
      assert.equal(await adapter.swap('swap', undefined, 'one'), true);
      assert.equal(await adapter.swap('swap', undefined, 'two'), false);
      assert.equal(await adapter.swap('swap', 'one', 'two'), true);
      await adapter.set('swap', 'of another');
      assert.equal(await adapter.swap('swap', 'two', undefined), false);
      assert.equal(await adapter.swap('swap', 'of another', undefined), true);
      assert.equal(await adapter.swap('swap', undefined, undefined), true);
      assert.equal(await adapter.has('swap'), false);
    });

    test('swaps a value that has expired as one that does not exist', async () => {
      await adapter.set('due', 'old', clock.now() + 10);
      await clock.advance(10);
      assert.equal(await adapter.swap('due', 'old', 'new'), false);
      assert.equal(await adapter.swap('due', undefined, 'new'), true);
      await clock.advance(100);
      assert.equal(await adapter.get('due'), 'new');
    });

    test('swaps in a value with a lifetime', async () => {
      const expires = clock.now() + 10;
      assert.equal(await adapter.swap('brief', undefined, 'new', { expires }), true);
      await clock.advance(9);
      assert.equal(await adapter.get('brief'), 'new');
      await clock.advance(1);
      assert.equal(await adapter.get('brief'), undefined);
    });

    test('forgets everything when cleared', async () => {
      await adapter.set('j', '1');
      await adapter.clear();
      assert.deepEqual(await adapter.getMany(['j', 'a']), [undefined, undefined]);
    });
  });
}
