import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { fixtureFile, packZip, readContent } from '../../helpers/document-files.ts';

const CHARACTERS = 3_000;
const RUNS = 60;

const GOOD_FILES: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ...[
    'lighthouses.docx',
    'lighthouses.odt',
    'lighthouses.rtf',
    'lighthouses.epub',
    'lighthouses.doc',
    'invoices.xlsx',
    'invoices.xls',
    'invoices.ods',
    'plan.pptx',
    'plan.odp',
  ].map((name) => [name, fixtureFile(name)] as const),
  ['a.csv', Buffer.from('a;b\n"x";2\n'.repeat(50))],
  ['a.html', Buffer.from('<table><tr><td>a<td rowspan=9>b</table><ul><li>x<ol><li>y'.repeat(9))],
  ['a.eml', Buffer.from('From: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--')],
  [
    'a.ipynb',
    Buffer.from('{"cells":[{"cell_type":"code","source":["a"],"outputs":[{"text":"b"}]}]}'),
  ],
  ['a.zip', packZip({ 'a/b.txt': 'words', 'c.bin': new Uint8Array(50) })],
  ['a.log.gz', gzipSync('2026-11-29 line\n'.repeat(100))],
];

async function assertReadable(name: string, bytes: Uint8Array): Promise<void> {
  const content = await readContent(name, bytes, { characters: CHARACTERS });
  if (content === undefined || content.kind === 'unreadable') return;
  assert.equal(content.kind, 'text');
  assert.ok(content.kind === 'text' && content.text.length <= CHARACTERS + 100);
  assert.notEqual(content.cut, '');
}

describe('readDocument, of damaged files', () => {
  test('never throws at random bytes, whatever the name', async () => {
    const names = fc.constantFrom(
      ...GOOD_FILES.map(([name]) => name),
      'a.txt',
      'a',
      'a.tar',
      'a.fodt',
    );
    await fc.assert(fc.asyncProperty(names, fc.uint8Array({ maxLength: 2_000 }), assertReadable), {
      numRuns: RUNS,
    });
  });

  for (const [name, good] of GOOD_FILES) {
    test(`never throws at ${name} with changed, lost and repeated bytes`, async () => {
      const change = fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        bytes: fc.uint8Array({ maxLength: 8 }),
        removed: fc.integer({ min: 0, max: 200 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
          let bytes = Buffer.from(good);
          for (const { at, bytes: added, removed } of changes) {
            const start = Math.floor(at * bytes.length);
            const end = start + Math.min(removed, bytes.length);
            bytes = Buffer.concat([bytes.subarray(0, start), added, bytes.subarray(end)]);
          }
          await assertReadable(name, bytes);
        }),
        { numRuns: RUNS },
      );
    });
  }

  test('never throws at documents whose XML is changed', async () => {
    const xml = fc.array(
      fc.constantFrom(
        '<w:p>',
        '</w:p>',
        '<w:r>',
        '<w:t>',
        'word',
        '<w:tbl>',
        '<w:tr>',
        '<w:tc>',
        '<w:tcPr><w:vMerge/></w:tcPr>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:fldChar w:fldCharType="end"/>',
        '<w:ins>',
        '<w:del>',
        '</w:r>',
        '<w:hyperlink r:id="x">',
        '<w:footnoteReference w:id="1"/>',
        '<w:gridSpan w:val="-5"/>',
        '&amp;',
        '&#x110000;',
        '|',
        '\n',
        '```',
        '</w:tc>',
        '</w:tr>',
        '</w:tbl>',
        '<w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr></w:pPr>',
        '<w:txbxContent>',
        '<!--',
        ']]>',
      ),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(xml, async (pieces) => {
        await assertReadable(
          'a.docx',
          packZip({
            '[Content_Types].xml': '',
            'word/document.xml': `<w:document><w:body>${pieces.join('')}`,
          }),
        );
      }),
      { numRuns: RUNS },
    );
  });
});
