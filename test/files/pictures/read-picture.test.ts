import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import type { FileContent, ImageLimits } from '../../../src/contracts/files.ts';
import type { PromptImage } from '../../../src/contracts/provider.ts';
import type { PictureFormat } from '../../../src/files/detect-kind.ts';
import { readPicture } from '../../../src/files/pictures/read-picture.ts';
import { pngChunk, pngOf } from '../../helpers/hostile-files.ts';

const LIMITS: ImageLimits = { maxEdge: 200, maxBytes: 100_000, maxImages: 3 };
const RED = [208, 32, 32];
const BLUE = [32, 64, 208];
const FIXTURES = join(import.meta.dirname, '../../fixtures/files');

/** A picture whose left half is red and whose right half is blue. */
function redAndBlue(width: number, height: number) {
  const half = Math.floor(width / 2);
  const red = { create: { width: half, height, channels: 3, background: '#d02020' } } as const;
  return sharp({ create: { width, height, channels: 3, background: '#2040d0' } }).composite([
    { input: red, left: 0, top: 0 },
  ]);
}

async function read(
  bytes: Uint8Array,
  format: PictureFormat,
  limits: Partial<ImageLimits> = {},
): Promise<PromptImage> {
  const content = await readPicture(bytes, format, { ...LIMITS, ...limits });
  assert.equal(content.kind, 'images', JSON.stringify(content));
  assert.equal(content.images.length, 1);
  return content.images[0] as PromptImage;
}

/** The colour at a part of the width and height, without what a JPEG changes. */
async function colourAt(image: PromptImage, x: number, y: number): Promise<readonly number[]> {
  const { data, info } = await sharp(image.bytes)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixel = Math.floor(y * info.height) * info.width + Math.floor(x * info.width);
  return [...data.subarray(pixel * info.channels, pixel * info.channels + 3)];
}

function isNear(colour: readonly number[], other: readonly number[]): boolean {
  return colour.every((value, index) => Math.abs(value - (other[index] ?? 0)) < 16);
}

async function assertColours(image: PromptImage, left: number[], right: number[]): Promise<void> {
  const found = [await colourAt(image, 0.2, 0.5), await colourAt(image, 0.8, 0.5)] as const;
  assert.ok(isNear(found[0], left) && isNear(found[1], right), JSON.stringify(found));
}

describe('readPicture', () => {
  for (const format of ['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff'] as const) {
    test(`shrinks a ${format} to the longer side that the model takes`, async () => {
      const bytes = await redAndBlue(400, 300).toFormat(format).toBuffer();
      const image = await read(bytes, format);

      assert.deepEqual([image.width, image.height], [200, 150]);
      assert.match(image.mime, /^image\/(png|jpeg)$/);
      assert.equal((await sharp(image.bytes).metadata()).width, 200);
      await assertColours(image, RED, BLUE);
    });
  }

  for (const name of ['photo.heic', 'photo-10bit.heic']) {
    test(`reads ${name}`, async () => {
      const image = await read(await readFile(join(FIXTURES, name)), 'heic');
      assert.deepEqual([image.mime, image.width, image.height], ['image/jpeg', 200, 150]);
      await assertColours(image, RED, BLUE);
    });
  }

  test('turns a HEIC upright', async () => {
    const image = await read(await readFile(join(FIXTURES, 'photo-turned.heic')), 'heic');
    assert.deepEqual([image.width, image.height], [150, 200]);
    assert.ok(isNear(await colourAt(image, 0.5, 0.2), BLUE));
    assert.ok(isNear(await colourAt(image, 0.5, 0.8), RED));
  });

  // The values of the tag are in Exif 2.32, “Orientation”.
  for (let orientation = 1; orientation <= 8; orientation++) {
    test(`turns a JPEG with the orientation ${orientation} upright`, async () => {
      const upright = redAndBlue(160, 120);
      const stored = await storedAs(orientation, await upright.png().toBuffer());
      const bytes = await sharp(stored).withMetadata({ orientation }).jpeg().toBuffer();
      const image = await read(bytes, 'jpeg');

      assert.deepEqual([image.width, image.height], [160, 120]);
      await assertColours(image, RED, BLUE);
      assert.equal((await sharp(image.bytes).metadata()).orientation, undefined);
    });
  }

  test('removes the place and the camera from a small photograph', async () => {
    const exif = {
      IFD0: { Make: 'Acme' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 0/1 0/1' },
    };
    const bytes = await redAndBlue(100, 80).withExif(exif).jpeg().toBuffer();
    assert.ok(Buffer.from(bytes).includes('Acme'));

    const image = await read(bytes, 'jpeg');
    const { exif: left } = await sharp(image.bytes).metadata();
    assert.equal(left, undefined);
    assert.ok(!Buffer.from(image.bytes).includes('Acme'));
  });

  test('removes the comments of a small PNG', async () => {
    const plain = await redAndBlue(100, 80).png().toBuffer();
    const comment = pngChunk('tEXt', Buffer.from('Comment\0taken at home'));
    const end = plain.length - 12;
    const bytes = Buffer.concat([plain.subarray(0, end), comment, plain.subarray(end)]);

    const image = await read(bytes, 'png');
    assert.ok(!Buffer.from(image.bytes).includes('taken at home'));
  });

  for (const format of ['png', 'jpeg'] as const) {
    test(`leaves a small upright ${format} as it is`, async () => {
      const bytes = await redAndBlue(100, 80).toFormat(format).toBuffer();
      const image = await read(bytes, format);
      assert.deepEqual(image, { mime: `image/${format}`, bytes, width: 100, height: 80 });
    });
  }

  test('cuts off what follows the end of a picture', async () => {
    const png = await redAndBlue(100, 80).png().toBuffer();
    const image = await read(Buffer.concat([png, Buffer.from('PK\x03\x04secret')]), 'png');
    assert.ok(!Buffer.from(image.bytes).includes('secret'));
  });

  test('keeps the transparency of a sticker', async () => {
    const bytes = await sharp({
      create: {
        width: 512,
        height: 512,
        channels: 4,
        background: { r: 200, g: 0, b: 0, alpha: 0.5 },
      },
    })
      .webp()
      .toBuffer();
    const image = await read(bytes, 'webp');
    assert.equal(image.mime, 'image/png');
    assert.equal((await sharp(image.bytes).metadata()).hasAlpha, true);
  });

  test('keeps a drawing with few colours exact, and makes a photograph a JPEG', async () => {
    const drawing = await redAndBlue(400, 300).png().toBuffer();
    assert.equal((await read(drawing, 'png')).mime, 'image/png');

    const photograph = await noise(400, 300).png().toBuffer();
    assert.equal((await read(photograph, 'png')).mime, 'image/jpeg');
  });

  test('stays below the bytes that the model takes, and makes the picture smaller for that', async () => {
    const bytes = await noise(400, 300).png().toBuffer();
    const image = await read(bytes, 'png', { maxBytes: 4_000 });
    assert.ok(image.bytes.length <= 4_000);
    assert.ok((image.width ?? 0) < 200);
    assert.equal((await sharp(image.bytes).metadata()).width, image.width);
  });

  for (const format of ['gif', 'webp'] as const) {
    test(`takes the first frame of an animated ${format}, and says so`, async () => {
      const frames = [
        await redAndBlue(50, 40).png().toBuffer(),
        await noise(50, 40).png().toBuffer(),
      ];
      const bytes = await sharp(frames, { join: { animated: true } })
        .toFormat(format)
        .toBuffer();
      const content = await readPicture(bytes, format, LIMITS);

      assert.equal(content.kind, 'images');
      assert.equal(content.cut, 'the first of 2 frames');
      const [image] = content.images;
      assert.deepEqual([content.images.length, image?.width, image?.height], [1, 50, 40]);
      await assertColours(image as PromptImage, RED, BLUE);
    });
  }

  test('takes as many pages of a TIFF as the model takes pictures', async () => {
    const page = await redAndBlue(50, 40).png().toBuffer();
    const bytes = await sharp(Array(5).fill(page), { join: { animated: true } })
      .tiff()
      .toBuffer();
    const content = await readPicture(bytes, 'tiff', LIMITS);

    assert.equal(content.kind, 'images');
    assert.equal(content.images.length, 3);
    assert.equal(content.cut, 'the first 3 of 5 pages');
  });

  test('reads pictures with 16 bits for each colour, in grey, and in CMYK', async () => {
    const deep = await redAndBlue(100, 80).toColourspace('rgb16').png().toBuffer();
    await assertColours(await read(deep, 'png'), RED, BLUE);

    const grey = await redAndBlue(100, 80).greyscale().toColourspace('b-w').png().toBuffer();
    assert.equal((await read(grey, 'png')).width, 100);

    const cmyk = await redAndBlue(100, 80).toColourspace('cmyk').jpeg().toBuffer();
    const image = await read(cmyk, 'jpeg');
    assert.equal((await sharp(image.bytes).metadata()).space, 'srgb');
  });

  for (const bits of [1, 4, 8, 16, 24, 32]) {
    for (const order of ['bottom up', 'top down'] as const) {
      test(`reads a bitmap with ${bits} bits for each pixel, ${order}`, async () => {
        const image = await read(redAndBlueBitmap(bits, order === 'top down'), 'bmp');
        assert.deepEqual([image.width, image.height], [21, 8]);
        assert.ok(isNear(await colourAt(image, 0.2, 0.2), RED));
        assert.ok(isNear(await colourAt(image, 0.8, 0.2), BLUE));
        assert.ok(isNear(await colourAt(image, 0.2, 0.99), BLUE));
      });
    }
  }

  describe('of an SVG', () => {
    const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">
      <rect width="10" height="10" fill="#d02020"/><rect x="10" width="10" height="10" fill="#2040d0"/></svg>`;

    test('draws a small icon as large as the model takes it', async () => {
      const image = await read(Buffer.from(icon), 'svg');
      assert.deepEqual([image.width, image.height], [200, 100]);
      await assertColours(image, RED, BLUE);
    });

    test('draws a huge one in the same size', async () => {
      const huge = icon.replace('viewBox', 'width="20000" height="10000" viewBox');
      assert.equal((await read(Buffer.from(huge), 'svg')).width, 200);
    });

    test('reads a compressed one', async () => {
      await assertColours(await read(gzipSync(icon), 'svgz'), RED, BLUE);
    });

    test('loads nothing from outside', async () => {
      const outside = `file://${join(FIXTURES, '../../../docs')}`;
      const svg = icon.replace(
        '</svg>',
        `<image href="${outside}/x.png" width="20" height="10"/><image href="http://127.0.0.1:9/x.png" width="20" height="10"/></svg>`,
      );
      await assertColours(await read(Buffer.from(svg), 'svg'), RED, BLUE);
    });
  });

  test('does not decode more than 100 megapixels', async () => {
    const bytes = pngOf(30_000, 30_000, deflateSync(Buffer.alloc(1_000)));
    assert.deepEqual(await readPicture(bytes, 'png', LIMITS), tooLarge());
    const bitmap = Buffer.from(redAndBlueBitmap(24, false));
    bitmap.writeInt32LE(30_000, 18);
    bitmap.writeInt32LE(30_000, 22);
    assert.deepEqual(await readPicture(bitmap, 'bmp', LIMITS), tooLarge());
  });

  for (const format of ['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff'] as const) {
    test(`calls a ${format} damaged when its second half is missing`, async () => {
      const bytes = await noise(100, 80).toFormat(format).toBuffer();
      const half = bytes.subarray(0, Math.floor(bytes.length / 2));
      assert.deepEqual(await readPicture(half, format, LIMITS), damaged());
    });
  }

  test('calls a HEIC and a bitmap damaged when their second half is missing', async () => {
    const heic = await readFile(join(FIXTURES, 'photo.heic'));
    assert.deepEqual(await readPicture(heic.subarray(0, 400), 'heic', LIMITS), damaged());
    const bitmap = redAndBlueBitmap(24, false);
    assert.deepEqual(await readPicture(bitmap.subarray(0, 300), 'bmp', LIMITS), damaged());
  });
});

function tooLarge(): FileContent {
  return { kind: 'unreadable', why: 'too large' };
}

function damaged(): FileContent {
  return { kind: 'unreadable', why: 'damaged' };
}

function noise(width: number, height: number) {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#000000',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });
}

/** Turns a picture so that a viewer that obeys `orientation` shows it as it was. */
function storedAs(orientation: number, upright: Uint8Array): Promise<Buffer> {
  const isMirrored = [2, 4, 5, 7].includes(orientation);
  const angle = { 3: 180, 4: 180, 5: 270, 6: 270, 7: 90, 8: 90 }[orientation] ?? 0;
  return sharp(upright).flop(isMirrored).rotate(angle).png().toBuffer();
}

/** 21 × 8 pixels: red to the left, blue to the right, and the last row blue. */
function redAndBlueBitmap(bits: number, isTopDown: boolean): Uint8Array {
  const [width, height] = [21, 8];
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  const offset = 54 + (bits <= 8 ? 4 * 2 ** bits : 0);
  const bytes = Buffer.alloc(offset + rowBytes * height);
  bytes.write('BM');
  bytes.writeUInt32LE(offset, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(isTopDown ? -height : height, 22);
  bytes.writeUInt16LE(bits, 28);
  if (bits <= 8) {
    bytes.set([...RED.toReversed(), 0, ...BLUE.toReversed(), 0], 54);
  }

  for (let y = 0; y < height; y++) {
    const row = bytes.subarray(offset + (isTopDown ? y : height - 1 - y) * rowBytes);
    for (let x = 0; x < width; x++) {
      writePixel(row, x, bits, y === height - 1 || x >= width / 2 ? 1 : 0);
    }
  }
  return bytes;
}

/** Writes a red (0) or blue (1) pixel into a row of a bitmap. */
function writePixel(row: Buffer, x: number, bits: number, index: 0 | 1): void {
  const colour = index === 0 ? RED : BLUE;
  const [red = 0, green = 0, blue = 0] = colour;
  if (bits === 16) {
    row.writeUInt16LE(((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3), x * 2);
  } else if (bits > 16) row.set(colour.toReversed(), (x * bits) / 8);
  else {
    const byte = Math.floor((x * bits) / 8);
    const shift = 8 - bits - ((x * bits) % 8);
    row[byte] = (row[byte] ?? 0) | (index << shift);
  }
}
