import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import sharp from 'sharp';
import type { DownloadedFile, FileContent, Files, ReadLimits } from '../../src/contracts/files.ts';
import { createFiles } from '../../src/files/files.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { type Log, silentLog } from '../../src/lib/log.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { endlessFiles, hostileFiles } from '../helpers/hostile-files.ts';

const LIMITS: ReadLimits = {
  characters: 10_000,
  images: { maxEdge: 400, maxBytes: 100_000, maxImages: 3 },
};
const READ_MS = 20_000;
const MEGABYTE = 2 ** 20;
/** The limit of `memory-watch.ts`, and what a process takes until the watch looks again. */
const MAX_READER_BYTES = (512 + 256) * MEGABYTE;
/** The largest file twice, on its way to the process and back. */
const MAX_BOT_GROWTH_BYTES = 200 * MEGABYTE;
const REASONS = ['unknown kind', 'damaged', 'locked', 'empty', 'too large', 'too heavy'];

/** The outcomes that do not depend on the speed of the machine or on the reader of documents. */
const OUTCOMES: Readonly<Record<string, string>> = {
  'bomb.svgz': 'too large',
  '30000-pixels.png': 'too large',
  'zeros-81-megapixels.png': 'images',
  'bomb-in-comment.png': 'images',
  '65535-pixels.gif': 'too large',
  'interlaced-99-megapixels.png': 'too heavy',
  '65500-pixels.jpg': 'too large',
  'lying-sizes.webp': 'damaged',
  'lying-chunk.webp': 'damaged',
  'loop.tiff': 'images',
  '30000-pixels.bmp': 'too large',
  'negative.bmp': 'damaged',
  '60000-pixels.heic': 'too large',
  'half.heic': 'damaged',
  'half.jpg': 'damaged',
  'half.pdf': 'damaged',
  'gif-and-zip.gif': 'images',
  'html-and-pdf.pdf': 'damaged',
  'pdf-and-html.html': 'text',
  'recursive-pages.pdf': 'damaged',
  'endless-tables.pdf': 'damaged',
  'endless-forms.pdf': 'empty',
  'nested.svg': 'damaged',
  'huge-blur.svg': 'images',
  'only-zeros.bin': 'unknown kind',
  'noise.bin': 'unknown kind',
  'no-bytes.pdf': 'empty',
};

/** A log that gives the ids of the processes. */
function logOfProcesses(ids: number[]): Log {
  return { ...silentLog, debug: ({ pid }) => typeof pid === 'number' && ids.push(pid) };
}

/** The most memory that a running process has had, as Linux counts it; 0: it is gone, or no Linux. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

function outcomeOf(content: FileContent): string {
  if (content.kind === 'unreadable') assert.ok(REASONS.includes(content.why));
  return content.kind === 'unreadable' ? content.why : content.kind;
}

const heic = readFileSync(join(import.meta.dirname, '../fixtures/files/photo.heic'));
const hostile = await hostileFiles(heic);
const good: DownloadedFile = {
  name: 'good.png',
  mime: 'image/png',
  bytes: await sharp({ create: { width: 20, height: 10, channels: 3, background: 'red' } })
    .png()
    .toBuffer(),
};

describe('a hostile file gives one content or one reason, and the next good file is read', () => {
  const processes: number[] = [];
  const { signal } = new AbortController();
  let files: Files;
  let peak = 0;
  let botBytes = 0;
  let sampler: NodeJS.Timeout;

  before(() => {
    files = createFiles({ clock: systemClock, log: logOfProcesses(processes) });
    botBytes = process.resourceUsage().maxRSS * 1_024;
    sampler = setInterval(() => {
      peak = Math.max(peak, ...processes.map(peakOf));
    }, 5);
  });
  after(async () => {
    clearInterval(sampler);
    await files.close();
  });

  for (const file of hostile) {
    test(`${file.name} (${file.bytes.length} bytes)`, async () => {
      const outcome = outcomeOf(await files.read(file, LIMITS, signal));
      const expected = OUTCOMES[file.name];
      if (expected) assert.equal(outcome, expected);
      assert.equal(outcomeOf(await files.read(good, LIMITS, signal)), 'images');
    });
  }

  test('none of them takes more memory than a reader may have', () => {
    assert.ok(peak <= MAX_READER_BYTES, `${peak} bytes`);
  });

  test('none of them takes memory of the bot', () => {
    const growth = process.resourceUsage().maxRSS * 1_024 - botBytes;
    assert.ok(growth <= MAX_BOT_GROWTH_BYTES, `${growth} bytes`);
  });
});

describe('a file that keeps its reader busy is given up after 20 seconds', () => {
  for (const file of endlessFiles()) {
    test(file.name, async (context) => {
      const clock = createFakeClock();
      const files = createFiles({ clock, log: silentLog });
      context.after(() => files.close());
      const { signal } = new AbortController();
      assert.equal(outcomeOf(await files.read(good, LIMITS, signal)), 'images');

      const reading = files.read(file, LIMITS, signal);
      await clock.advance(READ_MS);
      assert.equal(outcomeOf(await reading), 'too heavy');
      assert.equal(outcomeOf(await files.read(good, LIMITS, signal)), 'images');
    });
  }
});
