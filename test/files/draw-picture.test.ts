import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { drawChart } from '../../src/commands/usage/draw-chart.ts';
import { drawPicture } from '../../src/files/draw-picture.ts';
import { createFiles } from '../../src/files/files.ts';
import { canDrawText } from '../../src/files/pictures/can-draw-text.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';

const days = Array.from({ length: 30 }, (_, index) => ({ series: [index % 7, 1], rest: 0.5 }));
const svg = drawChart({ look: 'light', month: '2026-11', unit: 'usd', days, seriesCount: 2 });
/** Prints the pixels of SVG files in base64, one file in a line. */
const PRINT_PIXELS = `
  import sharp from ${JSON.stringify(import.meta.resolve('sharp'))};
  for (const file of process.argv.slice(1))
    console.log((await sharp(file).resize(96).raw().toBuffer()).toString('base64'));`;

async function pixelsOf(file: string): Promise<string> {
  return (await sharp(file).resize(96).raw().toBuffer()).toString('base64');
}

test('a chart becomes a PNG that is sharp on a phone, in a reader process', async (t) => {
  const files = createFiles({ clock: systemClock, log: silentLog });
  t.after(() => files.close());
  const drawn = await drawPicture(files, svg);
  assert.equal(drawn?.mime, 'image/png');
  assert.ok(drawn.bytes.length < 60_000, `${drawn.bytes.length} bytes`);

  const { width, height } = await sharp(drawn.bytes).metadata();
  assert.deepEqual([width, height], [960, 600]);
  const { data } = await sharp(drawn.bytes)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const colours = new Set(
    Array.from({ length: width * height }, (_, pixel) =>
      data.subarray(pixel * 3, pixel * 3 + 3).toString('hex'),
    ),
  );
  for (const colour of ['ffffff', '147bd6', 'f46722', 'b4b8c3', '3a3d46'])
    assert.ok(colours.has(colour), colour);
});

test('a chart looks the same on a machine without fonts', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-fonts-'));
  t.after(() => rm(folder, { recursive: true }));
  const config = join(folder, 'fonts.conf');
  await writeFile(config, '<?xml version="1.0"?><fontconfig></fontconfig>');
  const [chart, words] = [join(folder, 'chart.svg'), join(folder, 'words.svg')];
  await writeFile(chart, svg);
  await writeFile(words, svg.replace('</svg>', '<text x="99" y="99">Words</text></svg>'));

  const args = ['--input-type=module', '-e', PRINT_PIXELS, chart, words];
  const env = { FONTCONFIG_FILE: config };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const [bareChart, bareWords] = stdout.split('\n');
  assert.equal(bareChart, await pixelsOf(chart));
  // The configuration does take the fonts away, where there are any.
  if (await canDrawText()) assert.notEqual(bareWords, await pixelsOf(words));
});

test('a picture that nobody can draw is left out', async () => {
  const busy = { read: async () => ({ kind: 'unreadable', why: 'too heavy' }) as const };
  assert.equal(await drawPicture(busy, svg), undefined);
});
