import { constants, crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import type { DownloadedFile } from '../../src/contracts/files.ts';
import { FULL_PAGE_IMAGE, pdfOf, samplePdf, streamOf, textContent } from './sample-pdf.ts';

const MEGABYTE = 2 ** 20;
const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** Files that attack a reader: each gives one content or one reason. */
export async function hostileFiles(heic: Uint8Array): Promise<readonly DownloadedFile[]> {
  const gif = await sharp(picture()).gif().toBuffer();
  const jpeg = await sharp(picture()).jpeg().toBuffer();
  const webp = await sharp(picture()).webp().toBuffer();
  const tiff = await sharp(picture()).tiff().toBuffer();
  const zip = zipOf('a.txt', Buffer.from('hello'), 5);

  return [
    file('zeros-in-word.docx', zipOf('word/document.xml', deflatedZeros(1_024), 2 ** 30)),
    file('zeros-in-excel.xlsx', zipOf('xl/worksheets/sheet1.xml', deflatedZeros(1_024), 2 ** 30)),
    file('lying-size.zip', zipOf('a.txt', deflatedZeros(256), 10)),
    file('bomb.svgz', gzipOfZeros(1_024)),
    file('30000-pixels.png', pngOf(30_000, 30_000, deflateSync(Buffer.alloc(1_000)))),
    file('zeros-81-megapixels.png', pngOf(9_000, 9_000, zlibOfZeros(9_000 * 27_001))),
    file('bomb-in-comment.png', pngOf(8, 8, deflateSync(Buffer.alloc(8 * 25)), commentBomb())),
    file('65535-pixels.gif', withGifSize(gif, 65_535)),
    file('interlaced-99-megapixels.png', interlacedPng()),
    file('65500-pixels.jpg', withJpegSize(jpeg, 65_500)),
    file('lying-sizes.webp', patched(webp, 4, [0xff, 0xff, 0xff, 0x7f])),
    file('lying-chunk.webp', patched(webp, 16, [0xff, 0xff, 0xff, 0x7f])),
    file('loop.tiff', withLoopOfPages(tiff)),
    file('30000-pixels.bmp', bitmapOf(30_000, 30_000)),
    file('negative.bmp', bitmapOf(-5, -2_147_483_648)),
    file('60000-pixels.heic', withHeicSize(heic, 60_000)),
    file('half.heic', heic.subarray(0, heic.length / 2)),
    file('half.jpg', jpeg.subarray(0, jpeg.length / 2)),
    file('half.pdf', halfOf(samplePdf([{ content: textContent(['One page']) }]))),
    file('half.docx', halfOf(zip)),
    file('gif-and-zip.gif', Buffer.concat([gif, zip])),
    file('html-and-pdf.pdf', Buffer.from(`<html>%PDF-1.7 ${'<b>'.repeat(50)} 1 0 obj`)),
    file(
      'pdf-and-html.html',
      Buffer.concat([
        samplePdf([{ content: textContent(['Both']) }]),
        Buffer.from('<script>alert(1)</script>'),
      ]),
    ),
    file(
      'recursive-pages.pdf',
      pdfOf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>',
      ]),
    ),
    file('endless-tables.pdf', endlessTables()),
    file('endless-forms.pdf', endlessForms()),
    file('30000-pixel-scan.pdf', hugeScan()),
    file('nested.svg', Buffer.from(`${SVG}${'<g>'.repeat(300_000)}`)),
    file('nested.xml', Buffer.from(`<?xml version="1.0"?>${'<a>'.repeat(300_000)}`)),
    file('billion-laughs.svg', Buffer.from(`${laughs()}${SVG}<text>&h;</text></svg>`)),
    file('billion-laughs.xml', Buffer.from(`${laughs()}<a>&h;</a>`)),
    file(
      'huge-blur.svg',
      Buffer.from(
        `${SVG}<filter id="f"><feGaussianBlur stdDeviation="99999"/></filter><rect width="9" height="9" filter="url(#f)"/></svg>`,
      ),
    ),
    file(
      'endless-boxes.mp4',
      Buffer.concat([
        Buffer.from('0000001c6674797069736f6d0000020069736f6d69736f326d703431', 'hex'),
        Buffer.alloc(MEGABYTE),
      ]),
    ),
    file('only-zeros.bin', new Uint8Array(25 * MEGABYTE)),
    file('noise.bin', noise(25 * MEGABYTE)),
    file('no-bytes.pdf', new Uint8Array()),
  ];
}

/** Files that keep a reader busy for many seconds. */
export function endlessFiles(): readonly DownloadedFile[] {
  return [
    file('million-objects.pdf', millionObjects()),
    file('zeros-in-page.pdf', bombPage()),
    file('billion-uses.svg', Buffer.from(billionUses())),
  ];
}

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">';

function file(name: string, bytes: Uint8Array): DownloadedFile {
  return { name, mime: 'application/octet-stream', bytes };
}

function picture() {
  return { create: { width: 60, height: 40, channels: 3, background: 'red' } } as const;
}

function halfOf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.length / 2);
}

function patched(bytes: Uint8Array, offset: number, patch: readonly number[]): Uint8Array {
  const copy = new Uint8Array(bytes);
  copy.set(patch, offset);
  return copy;
}

/** Compressed zeros, made from equal pieces, which takes no time however many they are. */
function deflatedZeros(megabytes: number): Buffer {
  const piece = deflateRawSync(Buffer.alloc(MEGABYTE), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([...Array<Buffer>(megabytes).fill(piece), deflateRawSync('')]);
}

function gzipOfZeros(megabytes: number): Buffer {
  const header = gzipSync('').subarray(0, 10);
  return Buffer.concat([header, deflatedZeros(megabytes), Buffer.alloc(8)]);
}

/** With the right checksum: the sum of zeros is 1, and the other half counts the bytes. */
function zlibOfZeros(count: number): Buffer {
  const piece = deflateRawSync(Buffer.alloc(MEGABYTE), { finishFlush: constants.Z_FULL_FLUSH });
  const sum = Buffer.alloc(4);
  sum.writeUInt16BE(count % 65_521, 0);
  sum.writeUInt16BE(1, 2);
  return Buffer.concat([
    Buffer.from('789c', 'hex'),
    ...Array<Buffer>(Math.floor(count / MEGABYTE)).fill(piece),
    deflateRawSync(Buffer.alloc(count % MEGABYTE)),
    sum,
  ]);
}

/** A ZIP file with one compressed entry, which claims to have `size` bytes. */
function zipOf(name: string, deflated: Buffer, size: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(deflated.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), deflated]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00'),
    fields,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

/** A PNG in RGB, whose compressed rows are `data`. */
export function pngOf(width: number, height: number, data: Buffer, ...more: Buffer[]): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const chunks = [pngChunk('IHDR', header), ...more, pngChunk('IDAT', data)];
  return Buffer.concat([PNG_SIGNATURE, ...chunks, pngChunk('IEND', Buffer.alloc(0))]);
}

/** One chunk of a PNG, with its checksum. */
export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function commentBomb(): Buffer {
  return pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), zlibOfZeros(512 * MEGABYTE)]));
}

/** 16 bits for each colour, in an order in which no row is complete before the last pass: 600 MB of pixels. */
function interlacedPng(): Buffer {
  const png = pngOf(9_900, 9_900, zlibOfZeros(600 * MEGABYTE));
  const header = Buffer.from(png.subarray(16, 29));
  header.set([16, 2, 0, 0, 1], 8);
  return Buffer.concat([PNG_SIGNATURE, pngChunk('IHDR', header), png.subarray(33)]);
}

/** The size of the canvas, and that of the first frame. */
function withGifSize(gif: Buffer, size: number): Buffer {
  const copy = Buffer.from(gif);
  const frame = copy.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, 60, 0, 40, 0]));
  for (const offset of [6, 8, frame + 5, frame + 7]) copy.writeUInt16LE(size, offset);
  return copy;
}

function withJpegSize(jpeg: Buffer, size: number): Buffer {
  const copy = Buffer.from(jpeg);
  const frame = copy.indexOf('ffc0', 0, 'hex');
  copy.writeUInt16BE(size, frame + 5);
  copy.writeUInt16BE(size, frame + 7);
  return copy;
}

/** The property `ispe` has the size of a picture. */
function withHeicSize(heic: Uint8Array, size: number): Buffer {
  const copy = Buffer.from(heic);
  const property = copy.indexOf('ispe');
  copy.writeUInt32BE(size, property + 8);
  copy.writeUInt32BE(size, property + 12);
  return copy;
}

/** The last page names the first one as the next. */
function withLoopOfPages(tiff: Buffer): Buffer {
  const copy = Buffer.from(tiff);
  const page = copy.readUInt32LE(4);
  copy.writeUInt32LE(page, page + 2 + copy.readUInt16LE(page) * 12);
  return copy;
}

function bitmapOf(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(200);
  bytes.write('BM');
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(24, 28);
  return bytes;
}

/** Without a table, so that a reader looks for all objects. */
function millionObjects(): Buffer {
  const pieces = Array.from({ length: 1_000_000 }, (_, index) => `${index + 9} 0 obj 0 endobj\n`);
  const pages =
    '1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj\n';
  return Buffer.from(`%PDF-1.7\n${pages}${pieces.join('')}trailer << /Root 1 0 R >>\n`);
}

/** Each of two tables names the other one as the one before it. */
function endlessTables(): Buffer {
  const head = '%PDF-1.7\n';
  const table = (before: number) =>
    `xref\n0 0\ntrailer << /Size 1 /Root 1 0 R /Prev ${before} >>\n`;
  const first = head.length;
  const second = first + table(99).length;
  return Buffer.from(`${head}${table(second)}${table(first)}startxref\n${second}\n%%EOF`);
}

/** A form that draws itself. */
function endlessForms(): Uint8Array {
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>',
    streamOf('', Buffer.from('/F Do')),
    streamOf(
      '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>',
      Buffer.from('/F Do /F Do'),
    ),
  ]);
}

function bombPage(): Uint8Array {
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>',
    streamOf('/Filter /FlateDecode', zlibOfZeros(1_024 * MEGABYTE)),
  ]);
}

function hugeScan(): Uint8Array {
  const dictionary =
    '/Width 30000 /Height 30000 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode';
  const image = { dictionary, bytes: zlibOfZeros(64 * MEGABYTE) };
  return samplePdf([{ content: FULL_PAGE_IMAGE, image }]);
}

/** Entities, each of which is ten of the one before it. */
function laughs(): string {
  const letters = 'abcdefgh'.split('');
  const entities = letters.map((letter, index) => {
    const before = letters[index - 1];
    return `<!ENTITY ${letter} "${before ? `&${before};`.repeat(10) : 'ha'.repeat(10)}">`;
  });
  return `<?xml version="1.0"?><!DOCTYPE a [${entities.join('')}]>`;
}

/** Groups, each of which shows the one before it twice. */
function billionUses(): string {
  const groups = Array.from(
    { length: 30 },
    (_, index) => `<g id="g${index + 1}"><use href="#g${index}"/><use href="#g${index}"/></g>`,
  );
  return `${SVG}<defs><rect id="g0" width="9" height="9"/>${groups.join('')}</defs><use href="#g30"/></svg>`;
}

function noise(count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  let state = 1;
  for (let index = 0; index < count; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[index] = state >>> 16;
  }
  return bytes;
}
