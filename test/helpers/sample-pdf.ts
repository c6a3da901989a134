/** The pieces of a page of a sample PDF. */
export interface SamplePage {
  /** Operators of a content stream; `text` gives those of lines. */
  readonly content: string;
  /** Drawn by the operator `/Im Do`. */
  readonly image?: SampleImage;
  /** Clockwise, in degrees. */
  readonly rotate?: number;
  /** Dictionaries of fields and comments. */
  readonly annotations?: readonly string[];
}

/** An image as it is in a PDF. */
export interface SampleImage {
  /** The dictionary without its length, as `/Width 8 /Filter /DCTDecode`. */
  readonly dictionary: string;
  readonly bytes: Uint8Array;
}

/** Maps the codes of font F2 to UTF-16, so that text in any writing can be found. */
const TO_UNICODE = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Sample def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap end end`;
const FIRST_PAGE = 6;
const OBJECTS_PER_PAGE = 3;

/** Writes a PDF by hand: pages of A4 with Helvetica as F1, and a font of all scripts as F2. */
export function samplePdf(pages: readonly SamplePage[]): Uint8Array {
  const pageNumbers = pages.map((_, index) => FIRST_PAGE + index * OBJECTS_PER_PAGE);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pageNumbers.map((number) => `${number} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /Font /Subtype /Type0 /BaseFont /Sample /Encoding /Identity-H /ToUnicode 5 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sample /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /Sample /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>',
    streamOf('', Buffer.from(TO_UNICODE)),
    ...pages.flatMap(({ content, image, rotate = 0, annotations = [] }, index) => {
      const number = FIRST_PAGE + index * OBJECTS_PER_PAGE;
      const images = image ? `/XObject << /Im ${number + 2} 0 R >>` : '';
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate ${rotate} /Annots [${annotations.join(' ')}] /Contents ${number + 1} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> ${images} >> >>`,
        streamOf('', Buffer.from(content, 'latin1')),
        image
          ? streamOf(`/Type /XObject /Subtype /Image ${image.dictionary}`, image.bytes)
          : 'null',
      ];
    }),
  ];
  return pdfOf(objects);
}

/** The operators that write lines from the top of a page, 14 points apart. An empty line is a gap. */
export function textContent(lines: readonly string[]): string {
  const shown = lines.map((line) => `${line === '' ? '' : showText(line)} T*`);
  return `BT 14 TL 72 770 Td ${shown.join('\n')} ET`;
}

/** The operators that show the image of a page on all of it. */
export const FULL_PAGE_IMAGE = 'q 595 0 0 842 0 0 cm /Im Do Q';

/** Joins objects, of which the first has the number 1 and is the catalogue. */
export function pdfOf(objects: readonly (string | Buffer)[], trailer = ''): Uint8Array {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let length = parts[0]?.length ?? 0;
  const offsets = objects.map((object, index) => {
    const offset = length;
    const part = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      typeof object === 'string' ? Buffer.from(object, 'latin1') : object,
      Buffer.from('\nendobj\n'),
    ]);
    parts.push(part);
    length += part.length;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const count = objects.length + 1;
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${offsets.join('')}`;
  const end = `trailer\n<< /Size ${count} /Root 1 0 R ${trailer} >>\nstartxref\n${length}\n%%EOF\n`;
  return new Uint8Array(Buffer.concat([...parts, Buffer.from(table + end)]));
}

/** One object with a stream. */
export function streamOf(dictionary: string, bytes: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from(`<< ${dictionary} /Length ${bytes.length} >>\nstream\n`, 'latin1'),
    bytes,
    Buffer.from('\nendstream'),
  ]);
}

function showText(line: string): string {
  if (/^[\x20-\x7e]*$/.test(line)) return `/F1 12 Tf (${line.replace(/[()\\]/g, '\\$&')}) Tj`;
  const codes = [...Array(line.length).keys()].map((index) =>
    line.charCodeAt(index).toString(16).padStart(4, '0'),
  );
  return `/F2 12 Tf <${codes.join('')}> Tj`;
}
