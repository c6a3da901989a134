import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import sharp from 'sharp';
import type { FileContent, ReadLimits } from '../../../src/contracts/files.ts';
import { readPdf } from '../../../src/files/pdf/read-pdf.ts';
import {
  FULL_PAGE_IMAGE,
  pdfOf,
  type SampleImage,
  samplePdf,
  textContent,
} from '../../helpers/sample-pdf.ts';

const LIMITS: ReadLimits = {
  characters: 10_000,
  images: { maxEdge: 400, maxBytes: 100_000, maxImages: 3 },
};
const [WIDTH, HEIGHT] = [310, 438];
const FIXTURES = join(import.meta.dirname, '../../fixtures/files');

/** A sheet of paper with a black corner at the upper left. */
const SHEET = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="white"/><rect width="80" height="80"/></svg>`,
);

async function scan(): Promise<SampleImage> {
  return {
    dictionary: `/Width ${WIDTH} /Height ${HEIGHT} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`,
    bytes: await sharp(SHEET).jpeg().toBuffer(),
  };
}

/** The same sheet with one bit for each pixel. */
function bitScan(dictionary: string): SampleImage {
  const rowBytes = Math.ceil(WIDTH / 8);
  const bytes = new Uint8Array(rowBytes * HEIGHT).fill(0xff);
  for (let y = 0; y < 80; y++) bytes.fill(0, y * rowBytes, y * rowBytes + 10);
  return {
    dictionary: `/Width ${WIDTH} /Height ${HEIGHT} /BitsPerComponent 1 ${dictionary}`,
    bytes,
  };
}

/** The corners that are black, in the order upper left, upper right, lower left, lower right. */
async function blackCorners(content: FileContent, index = 0): Promise<string> {
  assert.equal(content.kind, 'images', JSON.stringify(content));
  const { data, info } = await sharp(content.images[index]?.bytes)
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const corners = [
    [20, 20],
    [info.width - 20, 20],
    [20, info.height - 20],
    [info.width - 20, info.height - 20],
  ];
  const isBlack = ([x = 0, y = 0]: number[]) =>
    (data[(y * info.width + x) * info.channels] ?? 0) < 99;
  return corners.map((corner) => (isBlack(corner) ? 'x' : '.')).join('');
}

describe('readPdf', () => {
  test('keeps lines and paragraphs, in any writing', async () => {
    const pdf = samplePdf([
      {
        content: textContent([
          'Report',
          '',
          'The first line of',
          'a paragraph (short).',
          '',
          '日本語の文書',
          'и кириллица',
        ]),
      },
      { content: textContent(['The second page']) },
    ]);
    assert.deepEqual(await readPdf(pdf, LIMITS), {
      kind: 'text',
      text: 'Report\n\nThe first line of\na paragraph (short).\n\n日本語の文書\nи кириллица\n\nThe second page',
    });
  });

  test('keeps the columns of a table apart, also where a cell is empty', async () => {
    const rows = [
      '72 700 Td (Item) Tj 200 0 Td (Price) Tj 100 0 Td (Count) Tj',
      '72 680 Td (Green tea) Tj 200 0 Td (3.50) Tj 100 0 Td (2) Tj',
      '72 660 Td (Bread) Tj 300 0 Td (1) Tj',
    ];
    const content = rows.map((row) => `BT /F1 12 Tf ${row} ET`).join(' ');
    const table = await readPdf(samplePdf([{ content }]), LIMITS);
    assert.equal(table.kind, 'text');
    const lines = table.text.split('\n');
    assert.deepEqual(
      lines.map((line) => line.split(/ {3,}/)),
      [
        ['Item', 'Price', 'Count'],
        ['Green tea', '3.50', '2'],
        ['Bread', '1'],
      ],
    );
    assert.ok((lines[2]?.indexOf('1') ?? 0) > (lines[1]?.indexOf('3.50') ?? 0) + 4);
  });

  test('puts headings above the pages of a longer document', async () => {
    const pages = ['one', 'two', '', 'four'].map((word) => ({
      content: textContent([word && `Page ${word}, with enough letters to be no stamp.`]),
    }));
    const content = await readPdf(samplePdf(pages), LIMITS);
    assert.equal(content.kind, 'text');
    // An empty page is not missing.
    assert.equal(content.cut, undefined);
    assert.match(
      content.text,
      /^## Page 1\n\nPage one, .*\n\n## Page 2\n\nPage two, .*\n\n## Page 3\n\n\(no text\)\n\n## Page 4\n\nPage four, /,
    );
  });

  test('says which pages fit', async () => {
    const page = {
      content: textContent(Array(40).fill('A line with some fifty characters of text on it.')),
    };
    const content = await readPdf(samplePdf(Array(340).fill(page)), {
      ...LIMITS,
      characters: 8_000,
    });
    assert.equal(content.kind, 'text');
    assert.ok(content.text.length <= 8_000 && content.text.length > 7_900);
    assert.equal(content.cut, 'the first 5 of 340 pages');
  });

  test('reads at most 200 pages', async () => {
    const page = { content: textContent(['Short, but no stamp: it has forty letters and more.']) };
    const content = await readPdf(samplePdf(Array(340).fill(page)), {
      ...LIMITS,
      characters: 99_999,
    });
    assert.equal(content.kind === 'text' && content.cut, 'the first 200 of 340 pages');
  });

  test('reads what people filled in and wrote beside the text', async () => {
    const place = '/Rect [10 10 90 30]';
    const annotations = [
      `<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /TU (Full name) /V (Ada Lovelace) ${place} >>`,
      `<< /Type /Annot /Subtype /Widget /FT /Tx /T (phone) /V () ${place} >>`,
      `<< /Type /Annot /Subtype /Widget /FT /Btn /T (member) /V /Yes /AS /Yes /AP << /N << /Yes 3 0 R /Off 3 0 R >> >> ${place} >>`,
      `<< /Type /Annot /Subtype /Widget /FT /Btn /T (guest) /V /Off /AS /Off /AP << /N << /Yes 3 0 R /Off 3 0 R >> >> ${place} >>`,
      `<< /Type /Annot /Subtype /Text /Contents (Please check) ${place} >>`,
    ];
    const pdf = samplePdf([{ content: textContent(['Application']), annotations }]);
    assert.deepEqual(await readPdf(pdf, LIMITS), {
      kind: 'text',
      text: 'Application\n\n- Comment: Please check\n- Full name: Ada Lovelace\n- member: checked',
    });
  });

  test('asks for no password', async () => {
    const locked = await readFile(join(FIXTURES, 'locked.pdf'));
    assert.deepEqual(await readPdf(locked, LIMITS), { kind: 'unreadable', why: 'locked' });
  });

  test('gives the pages of a scan as pictures', async () => {
    const image = await scan();
    const page = { content: FULL_PAGE_IMAGE, image };
    const content = await readPdf(samplePdf(Array(5).fill(page)), LIMITS);

    assert.equal(content.kind, 'images');
    assert.equal(content.images.length, 3);
    assert.equal(content.cut, 'the first 3 of 5 pages');
    const [first] = content.images;
    assert.deepEqual([first?.mime, first?.width, first?.height], ['image/jpeg', 283, 400]);
    assert.equal(await blackCorners(content), 'x...');
  });

  test('takes a scan with a stamp of a scanner for a scan', async () => {
    const content = `${FULL_PAGE_IMAGE} ${textContent(['Scanned by Acme, page 1'])}`;
    const pdf = samplePdf([{ content, image: await scan() }]);
    assert.equal((await readPdf(pdf, LIMITS)).kind, 'images');
  });

  // The matrix maps the unit square of the picture to the page (ISO 32000-2, section 8.9.5).
  for (const [how, { content, rotate = 0, corners }] of Object.entries({
    'turned by the page': { content: FULL_PAGE_IMAGE, rotate: 90, corners: '.x..' },
    'turned by its matrix': { content: 'q 0 842 -595 0 595 0 cm /Im Do Q', corners: '..x.' },
    'turned by both': { content: 'q 0 842 -595 0 595 0 cm /Im Do Q', rotate: 90, corners: 'x...' },
    'upside down': { content: 'q -595 0 0 -842 595 842 cm /Im Do Q', corners: '...x' },
    'stored from the bottom up': { content: 'q 595 0 0 -842 0 842 cm /Im Do Q', corners: '..x.' },
    mirrored: { content: 'q -595 0 0 842 595 0 cm /Im Do Q', corners: '.x..' },
  } as Record<string, { content: string; rotate?: number; corners: string }>)) {
    test(`shows a scan that is ${how} as a viewer does`, async () => {
      const pdf = samplePdf([{ content, rotate, image: await scan() }]);
      assert.equal(await blackCorners(await readPdf(pdf, LIMITS)), corners);
    });
  }

  test('reads scans in black and white, also as masks', async () => {
    for (const dictionary of ['/ColorSpace /DeviceGray', '/ImageMask true']) {
      const pdf = samplePdf([{ content: `0 g ${FULL_PAGE_IMAGE}`, image: bitScan(dictionary) }]);
      assert.equal(await blackCorners(await readPdf(pdf, LIMITS)), 'x...', dictionary);
    }
  });

  test('reads a scan in the compression of fax machines', async () => {
    const pdf = await readFile(join(FIXTURES, 'fax.pdf'));
    assert.equal(await blackCorners(await readPdf(pdf, LIMITS)), 'x...');
  });

  // ISO 32000-2, section 7.4.6: what BlackIs1 says about bits, and Decode about colours.
  for (const [dictionary, corners] of [
    ['/ColorSpace /DeviceGray /DecodeParms [<< /K -1 /Columns 310 >>]', '.xxx'],
    ['/ColorSpace /DeviceGray /Decode [1 0] /DecodeParms << /K -1 /Columns 310 >>', 'x...'],
    ['/ImageMask true /Decode [1 0] /DecodeParms << /K -1 /Columns 310 >>', 'x...'],
  ] as const) {
    test(`reads a fax with ${dictionary}`, async () => {
      const fax = await readFile(join(FIXTURES, 'fax.pdf'));
      const image = {
        dictionary: `/Width 310 /Height 438 /BitsPerComponent 1 /Filter [/CCITTFaxDecode] ${dictionary}`,
        bytes: fax.subarray(
          fax.lastIndexOf('stream\n', fax.lastIndexOf('endstream')) + 7,
          fax.lastIndexOf('endstream'),
        ),
      };
      const pdf = samplePdf([{ content: `0 g ${FULL_PAGE_IMAGE}`, image, rotate: 180 }]);
      const turned = [...corners].toReversed().join('');
      assert.equal(await blackCorners(await readPdf(pdf, LIMITS)), turned);
    });
  }

  test('says which pages of a scan cannot be read', async () => {
    const page = { content: FULL_PAGE_IMAGE, image: await scan() };
    // JPEG 2000 without its data.
    const dictionary = `/Width ${WIDTH} /Height ${HEIGHT} /Filter /JPXDecode`;
    const other = { content: FULL_PAGE_IMAGE, image: { dictionary, bytes: Buffer.from('none') } };
    const content = await readPdf(samplePdf([page, other, page]), LIMITS);
    assert.equal(content.kind, 'images');
    assert.deepEqual([content.images.length, content.cut], [2, 'all 3 pages (except page 2)']);
  });

  test('says that it cannot read drawings, and that there is nothing on empty pages', async () => {
    const drawing = samplePdf([{ content: '10 10 m 100 100 l 50 300 l f' }]);
    assert.deepEqual(await readPdf(drawing, LIMITS), { kind: 'unreadable', why: 'unknown kind' });
    const empty = samplePdf([{ content: '' }]);
    assert.deepEqual(await readPdf(empty, LIMITS), { kind: 'unreadable', why: 'empty' });
  });

  test('reads a document whose table of objects is broken', async () => {
    const pdf = Buffer.from(samplePdf([{ content: textContent(['Still here']) }]));
    const broken = pdf.toString('latin1').replace(/startxref\n\d+/, 'startxref\n7');
    const content = await readPdf(Buffer.from(broken, 'latin1'), LIMITS);
    assert.deepEqual(content, { kind: 'text', text: 'Still here' });
  });

  test('calls a file without a document damaged', async () => {
    const damaged = { kind: 'unreadable', why: 'damaged' };
    assert.deepEqual(await readPdf(Buffer.from('%PDF-1.7\nnothing'), LIMITS), damaged);
    assert.deepEqual(await readPdf(pdfOf(['<< /Type /Catalog >>']), LIMITS), damaged);
  });
});
