/** A picture in the compression of fax machines (ITU-T T.4 and T.6), as a TIFF file of its own. */
export interface FaxImage {
  readonly width: number;
  readonly height: number;
  readonly tiff: Uint8Array;
}

/** The entries of an image's dictionary and of the parameters of its filter. */
interface Parameters {
  readonly width: number;
  readonly height: number;
  /** Negative: Group 4. 0: Group 3 in one dimension. Positive: in two. */
  readonly k: number;
  readonly isInverted: boolean;
}

const FILTER = '/CCITTFaxDecode';
/** Each takes a search through the rest of the file. */
const MAX_IMAGES = 100;
/** Dictionaries are short. */
const MAX_DICTIONARY_BYTES = 4_096;
const LONG = 4;
const IFD_OFFSET = 8;
const ENTRY_BYTES = 12;

/**
 * Finds the fax pictures of a PDF in the order of the file. PDF.js, as it comes with unpdf, does not
 * decode them, but libtiff does. Streams stand in a PDF as they are, unless the document is encrypted.
 */
export function findFaxImages(bytes: Uint8Array): FaxImage[] {
  const pdf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: FaxImage[] = [];
  if (pdf.includes('/Encrypt')) return found;

  let offset = pdf.indexOf(FILTER);
  for (let count = 0; offset >= 0 && count < MAX_IMAGES; count++) {
    const image = readImage(pdf, offset);
    if (image) found.push(image);
    offset = pdf.indexOf(FILTER, offset + FILTER.length);
  }
  return found;
}

/** @param offset Where the name of the filter is. */
function readImage(pdf: Buffer, offset: number): FaxImage | undefined {
  const start = pdf.lastIndexOf(' obj', offset);
  const keyword = pdf.indexOf('stream', offset);
  const end = pdf.indexOf('endstream', keyword);
  const isNear = start >= 0 && keyword >= 0 && keyword - start < MAX_DICTIONARY_BYTES;
  if (!isNear || end < 0) return undefined;

  const parameters = readParameters(pdf, pdf.toString('latin1', start, keyword));
  if (!parameters) return undefined;
  // The keyword ends with a line feed, or with a carriage return and a line feed.
  const data = keyword + 'stream'.length + (pdf[keyword + 'stream'.length] === 0x0d ? 2 : 1);
  const { width, height } = parameters;
  return { width, height, tiff: tiffOf(parameters, pdf.subarray(data, end)) };
}

function readParameters(pdf: Buffer, dictionary: string): Parameters | undefined {
  const elsewhere = /\/DecodeParms\s*\[?\s*(\d+) 0 R/.exec(dictionary)?.[1];
  const object = elsewhere === undefined ? -1 : pdf.indexOf(`\n${elsewhere} 0 obj`);
  const more = object < 0 ? '' : pdf.toString('latin1', object, object + MAX_DICTIONARY_BYTES);
  const text = dictionary + more.split('endobj', 1)[0];
  const numberOf = (name: string) =>
    Number(new RegExp(`/${name}\\s+(-?\\d+)`).exec(text)?.[1] ?? 0);

  const width = numberOf('Columns') || numberOf('Width');
  const height = numberOf('Height');
  const isImage = /\/Subtype\s*\/Image/.test(text) && width > 0 && height > 0;
  const hasOtherFilters = /\/Filter\s*\[[^\]]*\/(?!CCITTFaxDecode)/.test(text);
  if (!isImage || hasOtherFilters || /\/EncodedByteAlign\s+true/.test(text)) return undefined;
  const isInverted = /\/BlackIs1\s+true/.test(text) !== /\/Decode\s*\[\s*1/.test(text);
  return { width, height, k: numberOf('K'), isInverted };
}

/** Puts the compressed rows into a TIFF file (TIFF 6.0, sections 8 and 11). */
function tiffOf({ width, height, k, isInverted }: Parameters, rows: Buffer): Uint8Array {
  const entries = [
    [256, width],
    [257, height],
    [258, 1],
    [259, k < 0 ? 4 : 3],
    [262, isInverted ? 1 : 0],
    [273, 0],
    [277, 1],
    [278, height],
    [279, rows.length],
    // For Group 3: whether a row may refer to the one above it.
    [292, k > 0 ? 1 : 0],
  ] as const;
  const head = Buffer.alloc(IFD_OFFSET + 2 + entries.length * ENTRY_BYTES + 4);
  head.write('II*\0');
  head.writeUInt32LE(IFD_OFFSET, 4);
  head.writeUInt16LE(entries.length, IFD_OFFSET);
  for (const [index, [tag, value]] of entries.entries()) {
    const offset = IFD_OFFSET + 2 + index * ENTRY_BYTES;
    head.writeUInt16LE(tag, offset);
    head.writeUInt16LE(LONG, offset + 2);
    head.writeUInt32LE(1, offset + 4);
    head.writeUInt32LE(tag === 273 ? head.length : value, offset + 8);
  }
  return Buffer.concat([head, rows]);
}
