import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readContent, readWords } from '../../helpers/document-files.ts';

async function readTextFile(name: string, content: string, characters?: number) {
  const read = await readContent(name, content, characters === undefined ? {} : { characters });
  assert.ok(read?.kind === 'text', JSON.stringify(read));
  return read;
}

describe('readDocument, of texts', () => {
  const LANGUAGES: Readonly<Record<string, string | undefined>> = {
    'main.rs': 'rust',
    'src/App.tsx': 'tsx',
    Dockerfile: 'dockerfile',
    'Dockerfile.dev': 'dockerfile',
    Makefile: 'makefile',
    'C:\\code\\CMakeLists.txt': 'cmake',
    '.env.example': 'ini',
    'query.SQL': 'sql',
    'fix.patch': 'diff',
    'data.json': 'json',
    'compose.yaml': 'yaml',
    'server.log': 'text',
    'notes.md': undefined,
    'notes.txt': undefined,
    constructor: undefined,
    'movie.srt': undefined,
  };

  for (const [name, language] of Object.entries(LANGUAGES)) {
    test(`names the language of ${name}: ${language}`, async () => {
      assert.equal((await readTextFile(name, 'some words\n')).language, language);
    });
  }

  test('names the language of a script without an ending by its first line', async () => {
    const { language } = await readTextFile('deploy', '#!/usr/bin/env python3\nprint(1)\n');
    assert.equal(language, 'python');
  });

  test('removes colours and other codes of terminals, and keeps the brackets of code', async () => {
    const log =
      '\x1b[31mERROR\x1b[0m \x1b]0;title\x07failed\r\n[0m[1;32mok[0m a[0] b[12]m B\bBo\bol\bld';
    assert.equal(await readWords('a.log', log), 'ERROR failed\nok a[0] b[12]m Bold');
  });

  // The error stands at the end, and the file was skipped in silence: ebibibi/ebi-agent-chat-relay PR 213.
  test('keeps the beginning and the end of a long log, and says what is missing', async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `2026-11-29 10:00:00 INFO step ${n}`);
    const log = ['started v1.2', ...lines, 'FATAL: no space left'].join('\n');
    for (const name of ['server.log', 'message.txt']) {
      const { text, cut } = await readTextFile(name, log, 4_000);
      assert.match(text, /^started v1\.2\n/);
      assert.match(text, /FATAL: no space left$/);
      assert.match(text, /\[… [\d,]+ characters are left out here …\]/);
      assert.match(
        cut ?? '',
        /^the beginning and the end; [\d,]+ characters between them are left out$/,
      );
      assert.ok(text.length <= 4_000);
    }
  });

  test('keeps the beginning and the end of a huge log with colours', async () => {
    const line = '\x1b[32m10:00:00\x1b[0m INFO слово\r\n';
    const log = `started\r\n${line.repeat(600_000)}the last words`;
    const { text, cut } = await readTextFile('server.log', log, 2_000);
    assert.match(text, /^started\n10:00:00 INFO слово\n/);
    assert.match(text, /\n10:00:00 INFO слово\nthe last words$/);
    assert.match(cut ?? '', /^the beginning and the end; 17,\d\d\d,\d\d\d characters/);
  });

  test('keeps the beginning of other long texts, in whole lines', async () => {
    const { text, cut } = await readTextFile(
      'story.txt',
      'A line of words.\n'.repeat(2_000),
      1_000,
    );
    assert.match(text, /^(A line of words\.\n)+A line of words\.$/);
    assert.equal(cut, `the first ${text.length} of 34,000 characters`);
  });

  test('does not divide a character', async () => {
    const { text } = await readTextFile('a.txt', '😀'.repeat(100), 11);
    assert.equal(text, '😀'.repeat(5));
  });
});

describe('readDocument, of CSV', () => {
  // One column only: langgenius/dify #42353. Excel writes semicolons where a comma is the decimal sign.
  const SEPARATED: Readonly<Record<string, string>> = {
    commas: 'name,region,units\nwidget,"EU, east",12\n',
    semicolons: 'name;region;units\nwidget;EU, east;12\n',
    tabs: 'name\tregion\tunits\nwidget\tEU, east\t12\n',
    pipes: 'name|region|units\nwidget|EU, east|12\n',
    'a declared sign': 'sep=^\nname^region^units\r\nwidget^EU, east^12\r\n',
  };

  for (const [what, csv] of Object.entries(SEPARATED)) {
    test(`reads fields with ${what} between them`, async () => {
      assert.equal(
        await readWords('a.csv', csv),
        '| name | region | units |\n| --- | --- | --- |\n| widget | EU, east | 12 |',
      );
    });
  }

  test('reads decimal commas between semicolons', async () => {
    const csv = 'Datum;Betrag;Text\n01.02.2026;1.234,50;"Miete; ""warm"""\n02.02.2026;12,00;Brot\n';
    assert.match(await readWords('a.csv', csv), /\| 01\.02\.2026 \| 1\.234,50 \| Miete; "warm" \|/);
  });

  test('keeps pipes and line ends inside their cells, and fills ragged rows', async () => {
    const csv = 'a,b,c\n"x|y","two\nlines",\\|\nonly\n1,2,3,4\n';
    assert.equal(
      await readWords('a.csv', csv),
      '| a | b | c |  |\n| --- | --- | --- | --- |\n| x\\|y | two<br>lines | \\\\\\| |  |\n| only |  |  |  |\n| 1 | 2 | 3 | 4 |',
    );
  });

  test('says how many rows are missing', async () => {
    const csv = `n,word\n${Array.from({ length: 12_344 }, (_, n) => `${n},word`).join('\n')}\n`;
    const { text, cut } = await readTextFile('a.csv', csv, 2_000);
    const rows = text.split('\n').length - 1;
    assert.ok(rows > 100 && text.length <= 2_000);
    assert.equal(cut, `the first ${rows} of 12,345 rows`);
  });

  test('takes a quote without an end for a plain character', async () => {
    const csv = `size,name\n"3 inch,disk\n${'4,disk\n'.repeat(20_000)}`;
    assert.match(await readWords('a.csv', csv), /\| "3 inch \| disk \|\n\| 4 \| disk \|/);
  });

  test('reads a table that was exported as text under the name of a workbook', async () => {
    assert.match(await readWords('export.xls', 'a\tb\n1\t2\n'), /^\| a \| b \|\n/);
    const xml = '<?xml version="1.0"?>\n<Workbook a="1,2"/>\n';
    assert.equal(await readWords('export.xls', xml), xml);
  });

  test('leaves a file with one column as it is', async () => {
    assert.equal(await readWords('a.csv', 'apple\npear\n'), 'apple\npear\n');
  });
});

describe('readDocument, of web pages', () => {
  test('reads the words of a page as Markdown, without scripts, styles and menus', async () => {
    const html = `<!doctype html><html><head><title>Tower | Site</title><style>p{}</style></head><body>
      <nav><a href="/">Home</a></nav><main><h1>The   tower</h1>
      <p>Built <b>in 1887</b>, see <a href="https://example.org/a_(b)">here</a> and <a href="#x">there</a>.<br>New line</p>
      <script>alert(1)</script><p style="display:none">hidden</p>
      <ol start="3"><li>three<ul><li>inner</li></ul></li><li>four</li></ol>
      <pre><code class="language-js">let a = 1;\n\`\`\`</code></pre>
      <blockquote><p>Wise words</p></blockquote>
      <table><tr><th>Year</th><th>Event</th></tr><tr><td rowspan="2">1887</td><td>built | opened</td></tr><tr><td>painted</td></tr></table>
      <p>10<sup>6</sup> <code>a\`b</code> <img alt="A map" src="x"> <math><mi>x</mi><annotation>x^2</annotation></math></p>
      <a href="https://example.org/block"><h2>Linked heading</h2></a>
      </main><p>${'&nbsp;'}</p></body></html>`;
    const text = await readWords('page.html', html);
    assert.equal(
      text.split('\n\nThe source of the page:')[0],
      `# The tower

Built **in 1887**, see [here](https://example.org/a_%28b%29) and there.
New line

3. three
   - inner
4. four

\`\`\`\`js
let a = 1;
\`\`\`
\`\`\`\`

> Wise words

| Year | Event |
| --- | --- |
| 1887 | built \\| opened |
| 1887 | painted |

10^6 \`\` a\`b \`\` [picture: A map] $x^2$

## Linked heading`,
    );
  });

  test('gives the source of a small page along, and says that it is missing for a large one', async () => {
    const small = await readTextFile('index.html', '<p class="box">Hi</p>');
    assert.match(
      small.text,
      /^Hi\n\nThe source of the page:\n\n```html\n<p class="box">Hi<\/p>\n```$/,
    );
    const large = await readTextFile('index.html', `<p>Hi</p><!-- ${'x'.repeat(5_000)} -->`);
    assert.equal(large.text, 'Hi');
    assert.match(large.cut ?? '', /without the markup/);
  });

  test('gives the source of a page that only a script fills', async () => {
    const { text, language } = await readTextFile(
      'app.html',
      '<div id="root"></div><script>go()</script>',
    );
    assert.match(text, /go\(\)/);
    assert.equal(language, 'html');
  });

  test('reads the charset that a page declares', async () => {
    const html = Buffer.concat([
      Buffer.from('<meta charset="windows-1251"><p>'),
      Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]),
    ]);
    assert.match(await readWords('a.html', html), /^Привет/);
  });

  test('recognises a page under the name of an old Office file', async () => {
    const text = await readWords(
      'report.xls',
      '<html><table><tr><td>a</td><td>b</td></tr></table></html>',
    );
    assert.match(text, /^\| a \| b \|/);
  });
});
