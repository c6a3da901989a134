import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import sharp from 'sharp';
import { readPictureSize } from '../../playground/picture-size.ts';

const source = sharp({ create: { width: 37, height: 21, channels: 3, background: '#c33' } });

describe('readPictureSize', () => {
  test('reads the size of each kind that apps show', async () => {
    for (const format of ['png', 'jpeg', 'gif', 'webp'] as const) {
      const bytes = await source.clone().toFormat(format).toBuffer();
      assert.deepEqual(readPictureSize(bytes), { width: 37, height: 21 }, format);
    }
    const lossless = await source.clone().webp({ lossless: true }).toBuffer();
    assert.deepEqual(readPictureSize(lossless), { width: 37, height: 21 });
  });

  test('gives nothing for other bytes, and for a header that ends too early', async () => {
    const jpeg = await source.clone().jpeg().toBuffer();
    for (const length of [0, 1, 2, 3, 5, 20])
      assert.equal(readPictureSize(jpeg.subarray(0, length)), undefined);
    assert.equal(readPictureSize(Buffer.from('<svg width="9" height="9"/>')), undefined);
  });
});
