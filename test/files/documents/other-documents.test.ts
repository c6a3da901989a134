import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { packZip, readContent, readWords } from '../../helpers/document-files.ts';

describe('readDocument, of RTF', () => {
  test('reads charsets of fonts, Unicode with its stand-ins, and signs', async () => {
    const rtf =
      '{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset204 Arial;}}{\\info{\\author Ada}}{\\*\\generator X;}' +
      "Gr\\'fc\\'dfe \\f1 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2\\f0\\par \\uc1\\u26085?\\u26412? \\u-10179?\\u-8704? \\{a\\}\\emdash b\\~c}";
    assert.equal(await readWords('a.rtf', rtf), 'Grüße Привет\n\n日本 😀 {a}—b\u00a0c');
  });

  test('reads tables, links, headings and footnotes', async () => {
    const rtf =
      '{\\rtf1{\\pard\\outlinelevel0 Title\\par}\\pard\\intbl A\\cell B|C\\cell\\row 1\\cell 2\\par 3\\cell\\row\\pard ' +
      'See {\\field{\\*\\fldinst HYPERLINK "https://example.org"}{\\fldrslt the site}}{\\footnote \\pard A note.}.\\par}';
    assert.equal(
      await readWords('a.rtf', rtf),
      '# Title\n\n| A | B\\|C |\n| --- | --- |\n| 1 | 2<br>3 |\n\nSee [the site](https://example.org).\n\n[footnote: A note.]',
    );
  });

  test('reads text boxes without their properties', async () => {
    const rtf =
      '{\\rtf1 a{\\shp{\\*\\shpinst\\shpleft1{\\sp{\\sn fType}{\\sv 202}}{\\shptxt \\pard in a box\\par}}{\\shprslt b}}}';
    assert.equal(await readWords('a.rtf', rtf), 'ain a box');
  });

  test('skips pictures and binary data', async () => {
    const rtf = `{\\rtf1 a{\\pict\\pngblip ${'89504e47'.repeat(1_000)}}{\\*\\shppict{\\pict 00}}\\bin5 {{{}}b}`;
    assert.equal(await readWords('a.rtf', rtf), 'ab');
  });
});

describe('readDocument, of mails', () => {
  const mail = [
    'From: =?utf-8?B?QWRhIEzDtndl?= <ada@example.org>',
    'To: grace@example.org',
    'Subject: =?iso-8859-1?Q?Gr=FC=DFe_aus?=',
    ' =?iso-8859-1?Q?_K=F6ln?=',
    'Date: Sun, 29 Nov 2026 10:00:00 +0100',
    'Received: from somewhere',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="outer"',
    '',
    'preamble',
    '--outer',
    'Content-Type: multipart/alternative; boundary=inner',
    '',
    '--inner',
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Sch=F6ne Gr=FC=',
    '=DFe',
    '--inner',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>other words</p>',
    '--inner--',
    '--outer',
    'Content-Type: application/pdf',
    "Content-Disposition: attachment; filename*=utf-8''Pl%C3%A4ne%202026.pdf",
    'Content-Transfer-Encoding: base64',
    '',
    'aGVsbG8=',
    '--outer--',
  ];

  test('reads headers, the plain text, and the names of files', async () => {
    for (const end of ['\n', '\r\n']) {
      assert.equal(
        await readWords('a.eml', mail.join(end)),
        'From: Ada Löwe <ada@example.org>\nTo: grace@example.org\nDate: Sun, 29 Nov 2026 10:00:00 +0100\nSubject: Grüße aus Köln\n\nSchöne Grüße\n\nAttachments:\n- Pläne 2026.pdf (5 B)',
      );
    }
  });

  test('reads the HTML of a mail without plain text, and of a saved page', async () => {
    const html =
      'From: <Saved by Blink>\nSubject: A page\nMIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<h1>Tower</h1><p class=3D"x">caf=C3=A9</p>\n--b\nContent-Type: image/png\nContent-Location: https://example.org/a.png\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--';
    const text = await readWords('page.mhtml', html);
    assert.match(text, /# Tower\n\ncafé\n\nAttachments:\n- image\/png \(3 B\)$/);
  });
});

describe('readDocument, of mails with several texts', () => {
  const part = (type: string, body: string) => `--b\nContent-Type: ${type}\n\n${body}\n`;
  const mailOf = (type: string, ...parts: readonly string[]) =>
    `From: a@example.org\nContent-Type: ${type}; boundary=b\n\n${parts.join('')}--b--`;
  const read = async (mail: string) =>
    (await readWords('a.eml', mail)).replace('From: a@example.org\n\n', '');

  test('reads a saved page, and not the styles and frames that it loads', async () => {
    // Chromium's MHTMLGenerator writes each style sheet and each frame as a part.
    const page = mailOf(
      'multipart/related',
      part('text/html', '<h1>Tower</h1><p>open daily</p>'),
      part('text/css', 'h1 { color: red }'),
      part('text/html', '<p>an advertisement</p>'),
    );
    assert.equal(await read(page), '# Tower\n\nopen daily');
  });

  test('reads the HTML of a mail, and the plain footer that a mailing list puts below it', async () => {
    const mail = mailOf(
      'multipart/mixed',
      part('text/html', '<p>The <b>plan</b></p>'),
      part('text/plain', 'To leave the list, write to us.'),
    );
    assert.equal(await read(mail), 'The **plan**\n\nTo leave the list, write to us.');
  });

  test('reads the other alternative of an empty one', async () => {
    const mail = mailOf(
      'multipart/alternative',
      part('text/plain', ' '),
      part('text/html', '<p>The plan</p>'),
    );
    assert.equal(await read(mail), 'The plan');
  });
});

describe('readDocument, of notebooks', () => {
  test('reads cells with their outputs', async () => {
    const notebook = {
      metadata: { language_info: { name: 'python' } },
      cells: [
        { cell_type: 'markdown', source: ['# Title\n', 'Words'] },
        {
          cell_type: 'code',
          source: 'print("```")',
          outputs: [
            { output_type: 'stream', text: ['a\n', 'b\n'] },
            {
              output_type: 'display_data',
              data: { 'image/png': 'iVBORw0', 'text/plain': '<Figure>' },
            },
            { output_type: 'error', traceback: ['\x1b[31mNameError\x1b[0m', 'line 1'] },
          ],
        },
        { cell_type: 'code', source: [], outputs: [] },
        null,
      ],
    };
    assert.equal(
      await readWords('a.ipynb', JSON.stringify(notebook)),
      '# Title\nWords\n\n````python\nprint("```")\n````\n\nOutput:\n\n```\na\nb\n```\n\nOutput:\n\n```\n<Figure>\n```\n\n[picture: output of the cell]\n\nOutput:\n\n```\nNameError\nline 1\n```',
    );
  });

  test('takes a notebook that is none for JSON', async () => {
    const content = await readContent('a.ipynb', '{"cells": 1}');
    assert.ok(content?.kind === 'text' && content.text === '{"cells": 1}');
  });
});

describe('readDocument, of books', () => {
  const container =
    '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>';
  const book =
    '<package><metadata><dc:title>A Book</dc:title><dc:creator>Ada</dc:creator></metadata>' +
    '<manifest><item id="b" href="two.xhtml" media-type="application/xhtml+xml"/><item id="a" href="one%20a.xhtml" media-type="application/xhtml+xml"/></manifest>' +
    '<spine><itemref idref="a"/><itemref idref="b"/><itemref idref="missing"/></spine></package>';
  const parts = {
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': container,
    'OPS/book.opf': book,
    'OPS/one a.xhtml':
      '<html><head><title/><script/></head><body><h1>One&nbsp;1</h1><a id="x"/><p>first</p></body></html>',
    'OPS/two.xhtml': '<html><body><h1>Two</h1><p>second</p></body></html>',
  };

  test('reads chapters in the order of the spine', async () => {
    assert.equal(
      await readWords('a.epub', packZip(parts)),
      '# A Book\n\nBy Ada\n\n# One 1\n\nfirst\n\n# Two\n\nsecond',
    );
  });

  test('says that a book with rights management is locked, and not one with scrambled fonts', async () => {
    const encryption = (name: string) => ({
      ...parts,
      'META-INF/encryption.xml': `<enc:CipherReference URI="${name}"/>`,
    });
    assert.equal(await readWords('a.epub', packZip(encryption('OPS/two.xhtml'))), '(locked)');
    assert.match(await readWords('a.epub', packZip(encryption('OPS/a.otf'))), /second/);
  });
});

describe('readDocument, of archives', () => {
  test('lists the files of an archive, and gives the texts of a few', async () => {
    const zip = packZip({
      'src/main.py': 'print("```")\n',
      'picture.png': new Uint8Array([0x89, 0x50, 0, 0, 0, 1, 2, 3]),
      'src/': '',
      '__MACOSX/._main.py': 'noise',
    });
    const content = await readContent('project.zip', zip);
    assert.deepEqual(content, {
      kind: 'text',
      text: '3 files, 26 B:\n\n- src/main.py (13 B)\n- picture.png (8 B)\n- __MACOSX/._main.py (5 B)\n\n### src/main.py\n\n````python\nprint("```")\n````',
      cut: 'the other files are only listed',
    });
  });

  test('lists the beginning of a large archive', async () => {
    const files = Array.from({ length: 2_000 }, (_, n) => [`file-${n}.txt`, 'x'] as const);
    const content = await readContent('a.zip', packZip(Object.fromEntries(files)));
    assert.ok(content?.kind === 'text' && content.text.startsWith('2,000 files, 2 KB:'));
    assert.match(content.cut ?? '', /^the first 500 of 2,000 files in the list/);
  });

  test('names an empty archive so', async () => {
    assert.match(await readWords('a.zip', packZip({})), /^0 files/);
  });

  test('reads names in the charset of an old system', async () => {
    const zip = packZip({ 'aaaaaa.bin': '\0\u0001\u0002' });
    const name = Buffer.from([0x8f, 0xe0, 0xa8, 0xa2, 0xa5, 0xe2]);
    for (let at = zip.indexOf(0x61); at !== -1; at = Buffer.from(zip).indexOf('aaaaaa', at)) {
      zip.set(name, at);
    }
    assert.match(await readWords('a.zip', zip), /- Привет\.bin/);
  });

  test('reads the one file in a GZIP file by its own kind', async () => {
    assert.equal(
      await readWords('table.csv.gz', gzipSync('a,b\n1,2\n')),
      '| a | b |\n| --- | --- |\n| 1 | 2 |',
    );
  });

  test('lists a tar archive, compressed or not', async () => {
    const tar = Buffer.concat([
      tarFile('notes/readme.md', 'Hello'),
      tarFile('././@LongLink', `${'long/'.repeat(30)}name.txt\0`, 'L'),
      tarFile('short', 'World'),
      Buffer.alloc(1_024),
    ]);
    for (const [name, bytes] of [
      ['a.tar', tar],
      ['a.tgz', gzipSync(tar)],
    ] as const) {
      const text = await readWords(name, bytes);
      assert.match(
        text,
        /^2 files, 10 B:\n\n- notes\/readme\.md \(5 B\)\n- (long\/){30}name\.txt \(5 B\)/,
      );
      assert.match(text, /### notes\/readme\.md\n\n```text\nHello\n```/);
    }
  });
});

function tarFile(name: string, content: string, type = '0'): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  header.write(type, 156);
  header.write('ustar', 257);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}
