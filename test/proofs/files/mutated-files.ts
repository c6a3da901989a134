import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import type { DownloadedFile, FileContent, ReadLimits } from '../../../src/contracts/files.ts';
import { createFiles } from '../../../src/files/files.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { type Log, silentLog } from '../../../src/lib/log.ts';
import { createRandom, type Random } from '../../chaos/random.ts';
import { samplePdf, textContent } from '../../helpers/sample-pdf.ts';

/** The result of a run of mutated files. */
interface MutatedFilesReport {
  readonly files: number;
  /** The number of files of each outcome: a kind of content, or a reason. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** The number of processes that the files took. */
  readonly processes: number;
  /** The most memory of a process that answered. */
  readonly peakMegabytes: number;
}

const LIMITS: ReadLimits = {
  characters: 40_000,
  images: { maxEdge: 400, maxBytes: 100_000, maxImages: 4 },
};
const FIXTURES = join(import.meta.dirname, '../../fixtures/files');
const FORMATS = ['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff'] as const;
/** Sizes and offsets at their ends. */
const EXTREMES = [0, 0x7fffffff, 0x80000000, 0xffffffff];
/** One good file after so many mutated ones. */
const GOOD_EVERY = 25;

/** Reads changed copies of files of all kinds: each has one outcome, and the good files between them are read. */
export async function runMutatedFiles(options: {
  readonly seed: number;
  readonly count: number;
}): Promise<MutatedFilesReport> {
  const random = createRandom(options.seed);
  const originals = await readOriginals();
  const outcomes: Record<string, number> = {};
  let processes = 0;
  let peakBytes = 0;
  const log: Log = {
    ...silentLog,
    debug(fields) {
      if (fields.pid !== undefined) processes += 1;
      if (typeof fields.peakBytes === 'number') peakBytes = Math.max(peakBytes, fields.peakBytes);
    },
  };

  const files = createFiles({ clock: systemClock, log });
  const { signal } = new AbortController();
  try {
    for (let number = 1; number <= options.count; number++) {
      const file = mutate(random.pick(originals), random);
      const outcome = outcomeOf(await files.read(file, LIMITS, signal));
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (number % GOOD_EVERY !== 0) continue;
      const good = await files.read(originals[0] as DownloadedFile, LIMITS, signal);
      assert.equal(good.kind, 'images', `after ${number} files of the seed ${options.seed}`);
    }
  } finally {
    await files.close();
  }
  const peakMegabytes = Math.round(peakBytes / 2 ** 20);
  return { files: options.count, outcomes, processes, peakMegabytes };
}

/** The first one is a picture. */
async function readOriginals(): Promise<readonly DownloadedFile[]> {
  const gaussian = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const noise = { width: 90, height: 60, channels: 3, background: 'red', noise: gaussian } as const;
  const pictures = FORMATS.map(async (format) => ({
    name: `picture.${format}`,
    bytes: await sharp({ create: noise }).toFormat(format).toBuffer(),
  }));
  const fixtures = globSync('**/*.*', { cwd: FIXTURES }).map((path) => ({
    name: basename(path),
    bytes: readFileSync(join(FIXTURES, path)),
  }));
  const written = [
    { name: 'text.pdf', bytes: samplePdf([{ content: textContent(['Some words', '', 'More']) }]) },
    {
      name: 'drawing.svg',
      bytes: Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><g transform="scale(2)"><rect width="10" height="10" fill="url(#a)"/><text>x</text></g></svg>',
      ),
    },
  ];
  const all = [...(await Promise.all(pictures)), ...fixtures, ...written];
  return all.map((file) => ({ ...file, mime: 'application/octet-stream' }));
}

/** Changes bytes, cuts the end off, puts noise in between, or writes an extreme number. */
function mutate(file: DownloadedFile, random: Random): DownloadedFile {
  const bytes = Buffer.from(file.bytes);
  const place = random.below(bytes.length);
  const noise = () =>
    Buffer.from(Array.from({ length: random.below(64) }, () => random.below(256)));
  const ways = [
    () => {
      for (let count = random.below(8); count >= 0; count--) {
        bytes[random.below(bytes.length)] = random.below(256);
      }
      return bytes;
    },
    () => bytes.subarray(0, place),
    () => Buffer.concat([bytes.subarray(0, place), noise(), bytes.subarray(place)]),
    () => {
      bytes.writeUInt32BE(random.pick(EXTREMES), Math.max(0, Math.min(place, bytes.length - 4)));
      return bytes;
    },
  ];
  return { ...file, bytes: random.pick(ways)() };
}

function outcomeOf(content: FileContent): string {
  return content.kind === 'unreadable' ? content.why : content.kind;
}
