import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { FileContent } from '../../../src/contracts/files.ts';
import {
  packDocx,
  packXlsx,
  packZip,
  readContent,
  readWords,
  wordParagraph,
} from '../../helpers/document-files.ts';

const CHARACTERS = 20_000;

function assertBounded(content: FileContent | undefined): void {
  // A mark in the text says where something was left out.
  if (content?.kind === 'text') assert.ok(content.text.length <= CHARACTERS + 100);
}

describe('readDocument, of hostile files', () => {
  const megabytesOfZeros = (count: number) => new Uint8Array(count * 1_000_000);

  test('stops decompressing a part that grows beyond the limit', async () => {
    const bomb = packZip({
      '[Content_Types].xml': '<Types/>',
      'word/document.xml': megabytesOfZeros(12),
    });
    assert.ok(bomb.length < 100_000);
    assert.deepEqual(await readContent('a.docx', bomb), { kind: 'unreadable', why: 'too large' });
  });

  test('stops decompressing a GZIP file that grows beyond the limit', async () => {
    const bomb = gzipSync(megabytesOfZeros(12));
    assert.deepEqual(await readContent('a.log.gz', bomb), { kind: 'unreadable', why: 'too large' });
  });

  test('counts all parts together, though they are the same bytes', async () => {
    const letters = 'abcdefghijkl';
    const links = [...letters].map((l) => [l, 'header', `header${l}.xml`] as const);
    const noise = '<w:p/>'.repeat(1_000_000);
    const docx = packDocx(wordParagraph('Hi'), { 'headera.xml': noise }, links);
    const bomb = repeatEntry(docx, 'word/headera.xml', letters);
    assert.ok(bomb.length < 100_000);
    assert.deepEqual(await readContent('a.docx', bomb), { kind: 'unreadable', why: 'too large' });
  });

  test('lists an archive of archives without opening them', async () => {
    const inner = packZip({ 'zeros.bin': megabytesOfZeros(2) });
    const outer = packZip(Object.fromEntries([1, 2, 3].map((n) => [`layer-${n}.zip`, inner])));
    const text = await readWords('bomb.zip', outer);
    assert.match(text, /^3 files/);
    assert.match(text, /layer-2\.zip/);
  });

  test('does not believe the sizes in a directory', async () => {
    const bytes = packZip({ 'notes.txt': 'three little words' });
    const view = new DataView(bytes.buffer);
    const entry = findSignature(bytes, 0x02014b50);
    assert.ok(entry > 0);
    view.setUint32(entry + 24, 0xfffffff0, true);
    assert.match(await readWords('a.zip', bytes), /notes\.txt \(4\.3 GB\)/);
    view.setUint32(entry + 24, 1, true);
    assert.match(await readWords('a.zip', bytes), /three little words/);
    view.setUint32(entry + 20, 0x7ffffff0, true);
    assert.match(await readWords('a.zip', bytes), /only listed|1 file/);
  });

  test('lists names that point out of the archive, and writes nothing', async () => {
    const text = await readWords(
      'a.zip',
      packZip({ '../../etc/passwd': 'x', '/abs\u202egnp.exe': 'y', 'a\n# Title`.bin': '\0\u0001' }),
    );
    assert.match(text, /- \.\.\/\.\.\/etc\/passwd \(1 B\)/);
    assert.doesNotMatch(text, /\u202e|^# Title/m);
  });

  test('says of a truncated archive that it is damaged', async () => {
    const whole = packDocx(wordParagraph('Hello'));
    for (const share of [0.2, 0.5, 0.9]) {
      const cut = whole.slice(0, Math.floor(whole.length * share));
      assert.deepEqual(await readContent('a.docx', cut), { kind: 'unreadable', why: 'damaged' });
    }
  });

  test('reads the beginning of a document with more nodes than are read', async () => {
    const paragraphs = Array.from({ length: 80_000 }, (_, index) => wordParagraph(`${index}`));
    const docx = packDocx(paragraphs.join(''));
    const content = await readContent('a.docx', docx);
    assertBounded(content);
    assert.ok(content?.kind === 'text' && content.cut?.includes('the end of the document'));
  });

  for (const [what, name, file] of deepFiles(100_000)) {
    test(`reads ${what}, nested 100,000 levels deep`, async () => {
      assertBounded(await readContent(name, file));
    });
  }

  test('does not multiply the entities that a document defines', async () => {
    const definitions = Array.from({ length: 10 }, (_, index) => {
      const value = index === 0 ? 'lol' : `&lol${index - 1};`.repeat(10);
      return `<!ENTITY lol${index} "${value}">`;
    });
    const content = `<!DOCTYPE d [${definitions.join('')}]><office:document-content><office:body><office:text><text:p>&lol9; end</text:p></office:text></office:body></office:document-content>`;
    const odt = packZip({
      mimetype: 'application/vnd.oasis.opendocument.text',
      'content.xml': content,
    });
    const text = await readWords('a.odt', odt);
    assert.match(text, /end/);
    assert.ok(text.length < 2_000);
  });

  test('does not believe a sheet that claims 16,384 × 1,048,576 cells', async () => {
    const xml =
      '<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384"/></cols><sheetData>' +
      '<row r="1" spans="1:16384"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>' +
      '<row r="1048576"><c r="XFD1048576"><v>3</v></c></row></sheetData>' +
      '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>';
    const text = await readWords('a.xlsx', packXlsx({ Data: xml }));
    assert.equal(text, '## Data\n\n| 1 | 2 |\n| --- | --- |\n| 1 | 3 |');
  });

  test('does not believe an OpenDocument sheet that repeats a row a million times', async () => {
    const ods = packZip({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'content.xml':
        '<office:document-content><office:body><office:spreadsheet><table:table table:name="T">' +
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>' +
        '</table:table></office:spreadsheet></office:body></office:document-content>',
    });
    assertBounded(await readContent('a.ods', ods));
  });

  test('leaves cells empty whose shared string does not exist', async () => {
    const cells = ['-1', '7', '1e9', 'NaN', '__proto__', '0'].map(
      (v) => `<c t="s"><v>${v}</v></c>`,
    );
    const sheet = { S: `<sheetData><row>${cells.join('')}</row></sheetData>` };
    const text = await readWords('a.xlsx', packXlsx(sheet, { strings: '<si><t>zero</t></si>' }));
    assert.match(text, /^\| zero \|$/m);
  });

  test('cuts a CSV of one line of 20 MB', async () => {
    const fields = await readContent('a.csv', 'ab,'.repeat(6_700_000));
    assertBounded(fields);
    assert.ok(fields?.kind === 'text' && fields.cut?.includes('columns'));
    assertBounded(await readContent('a.csv', 'x'.repeat(20_000_000)));
    assertBounded(await readContent('a.csv', '"'.repeat(2_000_001)));
    assertBounded(await readContent('a.csv', 'a,"b\n'.repeat(500_000)));
  });

  test('keeps a table short whose first row has a thousand columns', async () => {
    const row = `<tr>${'<td colspan="1000">a</td>'.repeat(100)}</tr>`;
    const html = `<table>${row}${'<tr><td rowspan="60000">b</td><td>c</td></tr>'.repeat(10_000)}</table>`;
    assertBounded(await readContent('a.html', html));
  });

  test('shortens nothing into a file that is larger than the limit, whatever the kind', async () => {
    for (const characters of [0, 1, 50, 1_000]) {
      const texts = await Promise.all([
        readWords('a.docx', packDocx(wordParagraph('word '.repeat(5_000))), { characters }),
        readWords('a.csv', 'a,b\n'.repeat(9_000), { characters }),
        readWords('a.txt', 'words and '.repeat(9_000), { characters }),
        readWords('a.html', `<h1>T</h1>${'<p>words</p>'.repeat(9_000)}`, { characters }),
        readWords(
          'a.xlsx',
          packXlsx({ S: `<sheetData>${'<row><c><v>1</v></c></row>'.repeat(9_000)}</sheetData>` }),
          { characters },
        ),
        readWords('a.zip', packZip({ 'a.txt': 'a'.repeat(9_000), 'b.txt': 'b' }), { characters }),
      ]);
      for (const text of texts) assert.ok(text.length <= characters + 100, text.slice(0, 200));
    }
  });
});

/** Lets the last entry of an archive appear under further names, which differ in the letter `a`. */
function repeatEntry(zip: Uint8Array, name: string, letters: string): Uint8Array {
  const start = Buffer.from(zip).lastIndexOf(name) - 46;
  const end = findSignature(zip, 0x06054b50);
  const entry = zip.slice(start, start + 46 + name.length);
  const copies = [...letters].slice(1).map((letter) => {
    const copy = entry.slice();
    copy[46 + name.lastIndexOf('a')] = letter.charCodeAt(0);
    return copy;
  });

  const record = zip.slice(end);
  const view = new DataView(record.buffer);
  const growth = copies.length * entry.length;
  view.setUint32(12, view.getUint32(12, true) + growth, true);
  return Buffer.concat([zip.subarray(0, end), ...copies, record]);
}

function findSignature(bytes: Uint8Array, signature: number): number {
  const view = new DataView(bytes.buffer);
  for (let index = 0; index + 4 <= bytes.length; index += 1) {
    if (view.getUint32(index, true) === signature) return index;
  }
  return -1;
}

function deepFiles(depth: number): readonly (readonly [string, string, Uint8Array | string])[] {
  const nest = (open: string, close: string) => `${open.repeat(depth)}deep${close.repeat(depth)}`;
  return [
    ['a page', 'a.html', nest('<div>', '</div>')],
    ['lists of a page', 'a.html', nest('<ul><li>x', '</li></ul>')],
    ['quotes of a page', 'a.html', nest('<blockquote>', '</blockquote>')],
    ['tables of a page', 'a.html', nest('<table><tr><td>', '</td></tr></table>')],
    ['a Word document', 'a.docx', packDocx(nest('<w:p><w:r>', '</w:r></w:p>'))],
    [
      'tables of a Word document',
      'a.docx',
      packDocx(nest('<w:tbl><w:tr><w:tc>', '</w:tc></w:tr></w:tbl>')),
    ],
    [
      'tables of two columns in a Word document',
      'a.docx',
      packDocx(
        nest(`<w:tbl><w:tr><w:tc>${wordParagraph('a|b')}</w:tc><w:tc>`, '</w:tc></w:tr></w:tbl>'),
      ),
    ],
    ['a sheet', 'a.xlsx', packXlsx({ S: nest('<row><c>', '</c></row>') })],
    ['groups of RTF', 'a.rtf', `{\\rtf1 ${nest('{', '}')}}`],
    [
      'fields of a Word document',
      'a.docx',
      packDocx(
        `<w:p>${'<w:fldChar w:fldCharType="begin"/>'.repeat(depth)}<w:r><w:t>${'word '.repeat(depth / 5)}</w:t></w:r>${'<w:fldChar w:fldCharType="end"/>'.repeat(depth)}</w:p>`,
      ),
    ],
    ['quotes of many lines', 'a.html', `${'<blockquote>'.repeat(140)}${'x<br>'.repeat(20_000)}`],
    [
      'the header of a mail',
      'a.eml',
      `From: ${'=?utf-8?q?a?= '.repeat(depth * 5)}\nTo: b\n\nwords`,
    ],
    ['a notebook', 'a.ipynb', `{"cells":[${nest('[', ']')}]}`],
    ['JSON', 'a.json', nest('[', ']')],
    [
      'the parts of a mail',
      'a.eml',
      'From: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n'.repeat(5_000),
    ],
    [
      'lists of an OpenDocument',
      'a.odt',
      packZip({
        mimetype: 'application/vnd.oasis.opendocument.text',
        'content.xml': `<office:document-content><office:body><office:text>${nest('<text:list><text:list-item><text:p>x</text:p>', '</text:list-item></text:list>')}</office:text></office:body></office:document-content>`,
      }),
    ],
  ];
}
