import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  fixtureFile,
  packDocx,
  packXlsx,
  packZip,
  readContent,
  readWords,
  relations,
  wordParagraph,
} from '../../helpers/document-files.ts';

const LIGHTHOUSES = `# Report on Lighthouses

Written by Ada Example. See [the list](https://example.org/lights).

## Inventory

- North tower
- South tower
   - Lamp
1. Check the lamp
2. Clean the glass

| Name | Height \\| m | Built |
| --- | --- | --- |
| North | 31 | 1887-05-04 |
| Grüner Turm | 27 | 1902-01-01 |

## Ende

Zażółć gęślą jaźń. Привет, мир! 日本語。`;

const INVOICES = `## Invoices

| Customer | Date | Net | VAT | Paid |
| --- | --- | --- | --- | --- |
| Müller & Söhne | 2026-11-03 | 1200.5 | 19% | 1 |
| Müller & Söhne | 2026-12-24 | #VALUE! | #VALUE! | 0 |

## Notes

| line one<br>line two |
| --- |`;

describe('readDocument, of documents by LibreOffice', () => {
  for (const name of ['lighthouses.docx', 'lighthouses.odt', 'lighthouses.rtf']) {
    test(`reads ${name} with headings, lists, links and tables`, async () => {
      assert.equal(await readWords(name, fixtureFile(name)), LIGHTHOUSES);
    });
  }

  test('reads the chapters of a book', async () => {
    const text = await readWords('lighthouses.epub', fixtureFile('lighthouses.epub'));
    assert.match(text, /^# Report on Lighthouses\n\nBy Unknown Author\n\n/);
    assert.match(text, /\| Grüner Turm \| 27 \| 1902-01-01 \|/);
    assert.match(text, /Zażółć gęślą jaźń/);
  });

  for (const name of ['invoices.xlsx', 'invoices.xls']) {
    test(`reads the sheets of ${name}, with dates and merged cells`, async () => {
      assert.equal(await readWords(name, fixtureFile(name)), INVOICES);
    });
  }

  test('reads shared texts that go on over the records of an old workbook', async () => {
    const text = await readWords('many-words.xls', fixtureFile('many-words.xls'), {
      characters: 100_000,
    });
    const rows = text.split('\n').slice(4);
    assert.equal(rows.length, 420);
    for (const [index, row] of rows.entries()) {
      const words = index % 3 ? 'Слово номер' : 'the word number';
      assert.equal(row, `| ${index} | ${words} ${index} in a list of many |`);
    }
  });

  test('reads the sheets of an OpenDocument', async () => {
    assert.match(
      await readWords('invoices.ods', fixtureFile('invoices.ods')),
      /\| Müller & Söhne \| 2026-11-03 \| 1200\.5 \| 19\.0% \| 1 \|/,
    );
  });

  for (const name of ['plan.pptx', 'plan.odp']) {
    test(`reads ${name} slide by slide`, async () => {
      assert.equal(
        await readWords(name, fixtureFile(name)),
        `## Slide 1

Lighthouse plan

- Paint the tower
   - red
- Test the lamp

## Slide 2

Costs

| Item | Euro |
| --- | --- |
| Paint | 300 |`,
      );
    });
  }

  test('reads the words, tables and links of an old binary document', async () => {
    const text = await readWords('lighthouses.doc', fixtureFile('lighthouses.doc'));
    assert.match(
      text,
      /^Report on Lighthouses\n\nWritten by Ada Example\. See \[the list\]\(https:/,
    );
    assert.match(
      text,
      /\n\n\| Name \| Height \\\| m \| Built \|\n\| --- \| --- \| --- \|\n\| North/,
    );
    assert.match(text, /Zażółć gęślą jaźń\. Привет, мир! 日本語。$/);
  });

  // Telegram names no type for many files: moltis-org/moltis #813, grinev/opencode-telegram-bot #85.
  test('goes by the bytes where the name is wrong', async () => {
    assert.equal(await readWords('lighthouses.txt', fixtureFile('lighthouses.docx')), LIGHTHOUSES);
    assert.match(await readWords('letter.doc', fixtureFile('lighthouses.rtf')), /Ada Example/);
  });
});

describe('readDocument, of Word documents', () => {
  // They got lost: yfedoseev/office_oxide #240, microsoft/markitdown #31.
  test('reads footnotes, comments and tracked changes where they stand', async () => {
    const body =
      '<w:p><w:r><w:t>The tower</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>' +
      '<w:r><w:t xml:space="preserve"> is </w:t></w:r><w:del w:id="1"><w:r><w:delText>old</w:delText></w:r></w:del>' +
      '<w:ins w:id="2"><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:commentReference w:id="0"/></w:r></w:p>';
    const text = await readWords(
      'a.docx',
      packDocx(body, {
        'footnotes.xml': `<w:footnotes><w:footnote w:id="2">${wordParagraph('Built in 1887.')}</w:footnote></w:footnotes>`,
        'comments.xml': `<w:comments><w:comment w:id="0" w:author="Grace">${wordParagraph('Really?')}</w:comment></w:comments>`,
      }),
    );
    assert.equal(
      text,
      'The tower[^2] is <del>old</del><ins>new</ins>[comment 0]\n\n[^2]: Built in 1887.\n\n[comment 0] by Grace: Really?',
    );
  });

  // Numbers of sections and items got lost or began anew: docling-project/docling #1212, #3520.
  test('counts the numbers of headings and lists as Word shows them', async () => {
    const numbering =
      '<w:numbering><w:abstractNum w:abstractNumId="1">' +
      '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>' +
      '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>' +
      '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>';
    const styles =
      '<w:styles><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>' +
      '<w:style w:styleId="Sub"><w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>';
    const item = (text: string, level: number) =>
      wordParagraph(text, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="5"/></w:numPr>`);
    const body =
      wordParagraph('Intro', '<w:pStyle w:val="berschrift1"/>') +
      wordParagraph('Scope', '<w:pStyle w:val="Sub"/>') +
      item('first', 0) +
      item('one', 1) +
      item('two', 1) +
      item('second', 0) +
      item('again', 1);
    assert.equal(
      await readWords(
        'a.docx',
        packDocx(body, { 'numbering.xml': numbering, 'styles.xml': styles }),
      ),
      '# Intro\n\n## Scope\n\n1. first\n   1.a) one\n   1.b) two\n2. second\n   2.a) again',
    );
  });

  test('marks what is struck through, and leaves out hidden text', async () => {
    const run = (property: string, text: string) =>
      `<w:r><w:rPr>${property}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
    const body = `<w:p>${run('<w:strike/>', 'Salmon')}${run('<w:strike w:val="0"/>', ' sold out')}${run('<w:vanish/>', 'secret')}</w:p>`;
    assert.equal(await readWords('a.docx', packDocx(body)), '~~Salmon~~ sold out');
  });

  // A template whose words stand in boxes and tables looked empty: hirokawaguchi/open-genai PR 9.
  test('reads text boxes once, links of fields, formulas, and the head of the pages', async () => {
    const box = `<wps:txbx><w:txbxContent>${wordParagraph('in a box')}</w:txbxContent></wps:txbx>`;
    const body =
      `<w:p><w:r><w:t>before</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing>${box}</w:drawing></mc:Choice><mc:Fallback><w:pict>${box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>` +
      '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>site</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>' +
      '<w:p><m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath></w:p>' +
      '<w:p><w:r><w:drawing><wp:docPr id="1" descr="A map"/></w:drawing></w:r></w:p>';
    const parts = { 'header1.xml': `<w:hdr>${wordParagraph('Example Ltd.')}</w:hdr>` };
    assert.equal(
      await readWords('a.docx', packDocx(body, parts)),
      'before\n\nin a box\n\n[site](https://example.org)\n\n(a)/(b)\n\n[picture: A map]\n\n[header of the pages: Example Ltd.]',
    );
  });

  // Tables came as a flat list of cells: danny-avila/LibreChat #16024, open-webui/open-webui #28830,
  // langgenius/dify #10461, HKUDS/nanobot PR 5039.
  test('keeps merged cells, lists and pipes inside their cells', async () => {
    const cell = (content: string, properties = '') =>
      `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`;
    const body =
      `<w:tbl><w:tr>${cell(wordParagraph('Wide'), '<w:gridSpan w:val="2"/>')}${cell(wordParagraph('C'))}</w:tr>` +
      `<w:tr>${cell(wordParagraph('Tall'), '<w:vMerge w:val="restart"/>')}${cell(wordParagraph('a|b\\'))}${cell(wordParagraph('x') + wordParagraph('y'))}</w:tr>` +
      `<w:tr>${cell('<w:p/>', '<w:vMerge/>')}${cell(wordParagraph('2'))}${cell(wordParagraph('3'))}</w:tr></w:tbl>`;
    assert.equal(
      await readWords('a.docx', packDocx(body)),
      '| Wide |  | C |\n| --- | --- | --- |\n| Tall | a\\|b\\ | x<br>y |\n| Tall | 2 | 3 |',
    );
  });
});

describe('readDocument, of workbooks', () => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/><numFmt numFmtId="165" formatCode="[$€-407]#,##0.00"/><numFmt numFmtId="166" formatCode="[h]:mm"/><numFmt numFmtId="167" formatCode="&quot;day&quot; 0"/></numFmts>' +
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="10"/><xf numFmtId="20"/></cellXfs>';
  const row = (...cells: readonly string[]) =>
    `<sheetData><row>${cells.join('')}</row></sheetData>`;

  // Dates arrived as serial numbers: genspark-ai/genoffice #584, n8n-io/n8n #34409.
  test('writes dates, times and percentages as people read them', async () => {
    const cells = [
      '<c s="1"><v>45992</v></c>',
      '<c s="2"><v>45992.75</v></c>',
      '<c s="3"><v>45992</v></c>',
      '<c s="4"><v>1.5</v></c>',
      '<c s="5"><v>7</v></c>',
      '<c s="6"><v>0.125</v></c>',
      '<c s="7"><v>0.375</v></c>',
      '<c s="1"><v>-5</v></c>',
      '<c><v>0.30000000000000004</v></c>',
    ];
    assert.match(
      await readWords('a.xlsx', packXlsx({ S: row(...cells) }, { styles })),
      /^\| 2025-12-01 \| 2025-12-01 18:00 \| 45992 \| 36:00:00 \| 7 \| 12\.5% \| 09:00 \| -5 \| 0\.3 \|$/m,
    );
  });

  // The epoch got lost as well: genspark-ai/genoffice #584.
  test('counts days from 1904 where the workbook says so', async () => {
    const workbookProperties = '<workbookPr date1904="1"/>';
    const sheet = { S: row('<c s="1"><v>44530</v></c>') };
    assert.match(
      await readWords('a.xlsx', packXlsx(sheet, { styles, workbookProperties })),
      /2025-12-01/,
    );
  });

  test('reads strings of all kinds, booleans, errors, and formulas without a result', async () => {
    const strings =
      '<si><r><t>rich </t></r><r><t>text</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></si>';
    const cells = [
      '<c t="s"><v>0</v></c>',
      '<c t="inlineStr"><is><t>inline &amp; more</t></is></c>',
      '<c t="b"><v>1</v></c>',
      '<c t="e"><v>#DIV/0!</v></c>',
      '<c t="str"><f>A1&amp;"x"</f><v>joined</v></c>',
      '<c><f>SUM(A1:A9)</f></c>',
      '<c t="d"><v>2026-11-29</v></c>',
    ];
    assert.match(
      await readWords('a.xlsx', packXlsx({ S: row(...cells) }, { strings })),
      /^\| rich text \| inline & more \| TRUE \| #DIV\/0! \| joined \| =SUM\(A1:A9\) \| 2026-11-29 \|$/m,
    );
  });

  test('shares the room among sheets and says what is missing of each', async () => {
    const many = Array.from({ length: 5_000 }, (_, n) => `<row><c><v>${n}</v></c></row>`);
    const xlsx = packXlsx({
      Large: `<sheetData>${many.join('')}</sheetData>`,
      Small: row('<c><v>42</v></c>'),
    });
    const content = await readContent('a.xlsx', xlsx, { characters: 1_000 });
    assert.ok(content?.kind === 'text' && content.text.includes('## Small\n\n| 42 |'));
    assert.match(content.cut ?? '', /^the first \d+ of 5,000 rows of sheet “Large”$/);
  });
});

describe('readDocument, of presentations', () => {
  // Groups and tables were dropped, and words of two boxes ran together: arc53/DocsGPT PR 2792.
  test('reads titles, items, tables, charts, diagrams and notes', async () => {
    const shape = (type: string, ...lines: readonly string[]) =>
      `<p:sp><p:nvSpPr><p:cNvPr id="1"/><p:nvPr><p:ph type="${type}"/></p:nvPr></p:nvSpPr><p:txBody>${lines.map((line) => `<a:p>${line}</a:p>`).join('')}</p:txBody></p:sp>`;
    const run = (text: string) => `<a:r><a:rPr/><a:t>${text}</a:t></a:r>`;
    const frame = (data: string) =>
      `<p:graphicFrame><p:nvGraphicFramePr/><a:graphic><a:graphicData>${data}</a:graphicData></a:graphic></p:graphicFrame>`;
    const cell = (text: string) => `<a:tc><a:txBody><a:p>${run(text)}</a:p></a:txBody></a:tc>`;
    const slide =
      shape('body', run('first'), `<a:pPr lvl="1"/>${run('inner')}`) +
      shape('sldNum', run('7')) +
      shape('title', run('Plan')) +
      `<p:grpSp><p:pic><p:nvPicPr><p:cNvPr descr="A tower"/></p:nvPicPr></p:pic></p:grpSp>` +
      frame(
        `<a:tbl><a:tr>${cell('A')}${cell('B')}</a:tr><a:tr>${cell('1')}${cell('2')}</a:tr></a:tbl>`,
      ) +
      frame('<c:chart r:id="r2"/>') +
      frame('<dgm:relIds r:dm="r3"/>');
    const chart =
      '<c:chartSpace><c:chart><c:title><c:tx><a:t>Sales</a:t></c:tx></c:title><c:ser><c:tx><c:pt><c:v>2026</c:v></c:pt></c:tx><c:cat><c:pt><c:v>Q1</c:v></c:pt></c:cat><c:val><c:pt><c:v>5</c:v></c:pt></c:val></c:ser></c:chart></c:chartSpace>';
    const pptx = packZip({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': relations(['r', 'officeDocument', 'ppt/presentation.xml']),
      'ppt/presentation.xml':
        '<p:presentation><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>',
      'ppt/_rels/presentation.xml.rels': relations(['r1', 'slide', 'slides/slide1.xml']),
      'ppt/slides/slide1.xml': `<p:sld show="0"><p:cSld><p:spTree>${slide}</p:spTree></p:cSld></p:sld>`,
      'ppt/slides/_rels/slide1.xml.rels': relations(
        ['r2', 'chart', '../charts/chart1.xml'],
        ['r3', 'diagramData', '../diagrams/data1.xml'],
        ['r4', 'notesSlide', '../notesSlides/notesSlide1.xml'],
      ),
      'ppt/charts/chart1.xml': chart,
      'ppt/diagrams/data1.xml': '<dgm:dataModel><a:t>step one</a:t></dgm:dataModel>',
      'ppt/notesSlides/notesSlide1.xml': `<p:notes><p:cSld><p:spTree>${shape('body', run('Say hello.'))}</p:spTree></p:cSld></p:notes>`,
    });
    assert.equal(
      await readWords('a.pptx', pptx),
      '## Slide 1 (hidden): Plan\n\n- first\n   - inner\n\n[picture: A tower]\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\n[chart: Sales]\n\n|  | 2026 |\n| --- | --- |\n| Q1 | 5 |\n\n- step one\n\nNotes: - Say hello.',
    );
  });
});

describe('readDocument, of files that it cannot open', () => {
  test('says that an Office file with a password is locked', async () => {
    const bytes = new Uint8Array(2_048);
    bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    const view = new DataView(bytes.buffer);
    view.setUint16(30, 9, true);
    view.setUint32(48, 0, true);
    const name = Buffer.from('EncryptedPackage\0', 'utf16le');
    bytes.set(name, 512 + 128);
    view.setUint16(512 + 128 + 64, name.length, true);
    assert.deepEqual(await readContent('a.docx', bytes), { kind: 'unreadable', why: 'locked' });
  });

  test('says that an OpenDocument with a password is locked', async () => {
    const odt = packZip({
      mimetype: 'application/vnd.oasis.opendocument.text',
      'META-INF/manifest.xml':
        '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>',
      'content.xml': 'noise',
    });
    assert.deepEqual(await readContent('a.odt', odt), { kind: 'unreadable', why: 'locked' });
  });

  test('does not know binary files', async () => {
    assert.equal(
      await readContent('a.exe', new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0])),
      undefined,
    );
  });

  test('says what is empty', async () => {
    for (const file of ['', ' \n\t\n', '\ufeff']) {
      assert.deepEqual(await readContent('a.txt', file), { kind: 'unreadable', why: 'empty' });
    }
    assert.deepEqual(await readContent('a.docx', packDocx('<w:p/>')), {
      kind: 'unreadable',
      why: 'empty',
    });
  });
});
