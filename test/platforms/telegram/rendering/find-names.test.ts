import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { detectEntities } from '../../../../playground/telegram/text/detect-entities.ts';
import { telegramDialect } from '../../../../src/platforms/telegram/rendering/dialect.ts';
import { findNames } from '../../../../src/platforms/telegram/rendering/find-names.ts';

/** The texts that Telegram would make links of, by the rules of TDLib. */
function linksIn(markdown: string, reasoning?: string): readonly string[] {
  const pages = telegramDialect.open(reasoning).update(markdown, 'final');
  return pages.flatMap(({ text, entities = [] }) => {
    const opaque = entities.filter(({ type }) => ['code', 'pre', 'text_link'].includes(type));
    return detectEntities(text, opaque)
      .filter(({ type }) => type === 'url')
      .map(({ offset, length }) => text.slice(offset, offset + length));
  });
}

describe('findNames', () => {
  // Reported: openclaw/openclaw PR 8649 and #6932, gram-js/gramjs #527.
  const NAMES = {
    files:
      'main.tf rules.mk Makefile.am config.in lib.pm script.ps README.md main.rs setup.py install.sh app.pl a.cc lib.so view.mm a.ml a.zip a.mov Main.java kernel.cu top.sv model.pt player.gd Code.gs configure.ac libfoo.la fr.mo data.nc yolov8n.pt logo.as a.b.md CHANGES.MD',
    methods:
      'array.map response.data asyncio.run os.name np.int this.name torch.cat self.id Date.now list.next df.style ax.bar Promise.all.then message.channel event.target obj.call model.fit console.info window.open user.email pos.xyz System.in app.post tensor.to expect.not.to Color.red arr.at Object.is',
    products: 'ASP.NET VB.NET Socket.IO Safari.app Makefile.am',
    properties: 'self.net this.app java.net java.io process.io module.app',
    sentences: 'word.the end.But next.now stop.it_is',
  };
  for (const [kind, words] of Object.entries(NAMES)) {
    test(`finds ${kind} that Telegram would turn into links`, () => {
      for (const word of words.split(' '))
        assert.deepEqual(linksIn(`See ${word}, please.`), [], word);
    });
  }

  test('finds those of the report, and leaves the site in it', () => {
    const report = new URL(
      '../../../fixtures/reports/markdown/m06.file-names-tld.md',
      import.meta.url,
    );
    assert.deepEqual(linksIn(readFileSync(report, 'utf8')), ['socket.io']);
  });

  const SITES =
    'example.com docs.python.org/3 github.com/a/b x.ai web.dev docs.rs/tokio bbc.co.uk heise.de lemonde.fr t.me/durov youtu.be/x bit.ly/x crates.io huggingface.co rust-lang.org deno.land news.gov.in tut.ac.id repubblica.it a.vercel.app Booking.com eBay.com europa.eu discord.gg/x twitch.tv dev.to/a notion.so/b';
  test('leaves sites', () => {
    for (const site of SITES.split(' ')) {
      assert.deepEqual(findNames(`See ${site}, please.`), [], site);
      assert.deepEqual(linksIn(`See ${site}, please.`), [site], site);
    }
  });

  test('leaves what Telegram does not link', () => {
    const plain =
      'Node.js index.html package.json numpy.linalg.norm libfoo.so.1 v1.2.3 src/main.rs .env.dev ./run.sh end.The 3.14 e.g. a.b.c console.log os.path foo.bar.baz';
    for (const word of plain.split(' '))
      assert.deepEqual(findNames(`See ${word}, please.`), [], word);
  });

  test('leaves mail addresses, and the parts of addresses', () => {
    for (const text of [
      'first.name@example.com',
      'me.in.x@example.com',
      'https://x.org/a.md?b=c.py',
    ])
      assert.deepEqual(findNames(text), [], text);
  });

  test('finds a name beside any sign', () => {
    const text = '(main.py) "a.sh": b.md? C:\\dir\\d.py, main.py:12, x.map(y) e.md. [f.rs]';
    assert.deepEqual(
      findNames(text).map(({ name }) => name),
      ['main.py', 'a.sh', 'b.md', 'd.py', 'main.py', 'x.map', 'e.md', 'f.rs'],
    );
    assert.deepEqual(linksIn(text), []);
  });

  test('knows the names that stand in bold, headings, lists, quotes, tables and thoughts', () => {
    const table = `| a | b |\n|-|-|\n| main.tf | ${'x '.repeat(40)} |`;
    const markdown = `# Edit main.tf\n\n**rules.mk** *lib.pm* ~~a.sh~~\n\n- b.md\n\n> c.rs\n\n${table}\n\nnote[^1]\n\n[^1]: d.py`;
    assert.deepEqual(linksIn(markdown, 'Perhaps main.py, not https://x.org/a.py'), [
      'https://x.org/a.py',
    ]);
  });
});
