import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { createGrowingLayout } from '../../../src/markdown/layout/growing-layout.ts';
import type { LayoutOptions } from '../../../src/markdown/layout/layout.ts';
import { joinRuns } from '../../../src/markdown/layout/line.ts';
import { textWidth } from '../../../src/markdown/layout/text-width.ts';
import { createPlainDialect, showLines } from '../plain-dialect.ts';

const options: LayoutOptions = { isLink: (url) => url.startsWith('https:'), tableWidth: 34 };
const layOut = (rows: readonly string[]) => createGrowingLayout(options).update(rows.join('\n'));
const show = (...rows: readonly string[]) => showLines(layOut(rows));

describe('a table that fits on a phone', () => {
  test('stands in columns; wide letters and emoji take two, marks none', () => {
    assert.equal(
      show('| a | 名前 | 🙂 |', '|:-:|---|--:|', '| long | b | 1 |', '| `c` | 漢字漢 | 23 |'),
      ' a   │ 名前   │ 🙂\n─────┼────────┼───\nlong │ b      │  1\n c   │ 漢字漢 │ 23',
    );
    assert.equal(show('| é | 👩‍👩‍👧 |', '|-|-|', '| x | y |'), 'é │ 👩‍👩‍👧\n──┼───\nx │ y');
  });

  test('may be as wide as the phone, and no wider', () => {
    const isAligned = (width: number) =>
      show(`| ${'x'.repeat(width)} | b |`, '|-|-|', '| 1 | 2 |').includes('│');
    assert.equal(isAligned(34 - ' │ b'.length), true);
    assert.equal(isAligned(35 - ' │ b'.length), false);
  });

  test('has no spaces at the ends of its lines', () => {
    const lines = layOut([
      '| a | long head | b |',
      '|-|:-:|-|',
      '| 1 | 2 | |',
      '| 1 | | |',
      '| | | |',
    ]);
    assert.deepEqual(
      lines.map(({ runs }) => joinRuns(runs)),
      ['a │ long head │ b', '──┼───────────┼──', '1 │     2', '1', ''],
    );
  });

  test('keeps the words of code and of styles, and an address that is no link', () => {
    assert.equal(
      show('| **a** | b |', '|-|-|', '| ~~c~~ | `d` |', '| [e](x:f) | 1 |'),
      'a       │ b\n────────┼──\nc       │ d\ne (x:f) │ 1',
    );
  });

  test('shows cells that have no head (typeclaw/typeclaw PR 680: ragged rows)', () => {
    assert.equal(
      show('| Tool | Status |', '|-|-|', '| build |', '| lint | ok | extra |'),
      'Tool  │ Status\n──────┼────────┼──────\nbuild\nlint  │ ok     │ extra',
    );
  });
});

describe('a row with more cells than the head', () => {
  const showCells = (cells: string) =>
    show('| a | b |', '|-|-|', `| ${cells} |`).split('\n').slice(2).join('\n');

  test('has bars inside of code, formulas and brackets', () => {
    assert.equal(showCells('`a || b` | or'), 'a || b │ or');
    assert.equal(showCells('$|x|$ | abs'), '|x| │ abs');
    assert.equal(showCells('\\(P(A|B)\\) | cond'), 'P(A|B) │ cond');
    assert.equal(showCells('sets | $\\{x | x > 0\\}$'), 'sets │ {x | x > 0}');
    // lmstudio-ai/lmstudio-bug-tracker #1112
    assert.equal(showCells('(1 | group) | *random*'), '(1 | group) │ random');
  });

  test('keeps its cells where nothing in them is open', () => {
    assert.equal(showCells('x | y | z'), 'x │ y │ z');
    assert.equal(showCells('f(x | y | z'), 'f(x │ y │ z');
  });

  test('shows all of its cells, however many are open', () => {
    const shown = show('| a | b |', '|-|-|', '| ('.repeat(5_000));
    assert.equal(shown.replaceAll(/[^(]/g, '').length, 5_000);
  });
});

describe('a table that is too wide', () => {
  const WIDE = 'a sentence that no phone shows in one line';

  test('is a list: heads, and each row with its first cell and the others behind their heads', () => {
    assert.equal(
      show(
        '| Plan | Price | Note |',
        '|-|-|-|',
        `| Free | 0 € | ${WIDE} |`,
        '| Team | | 5 seats |',
      ),
      `Plan · Price · Note\nFree\nPrice: 0 € · Note: ${WIDE}\nTeam\nNote: 5 seats`,
    );
  });

  test('has its titles in bold, and keeps styles, code and links (NousResearch/hermes-agent PR 90282)', () => {
    const lines = layOut(['| a | b |', '|-|-|', `| *x* | [y](https://x.org) \`z\` ${WIDE} |`]);
    const looks = lines.map(({ runs }) => runs.map(({ text, look }) => [text, look]));
    assert.deepEqual(looks[1], [['x', { italic: true, bold: true }]]);
    assert.deepEqual(looks[2]?.slice(0, 4), [
      ['b: ', {}],
      ['y', { link: { url: 'https://x.org' } }],
      [' ', {}],
      ['z', { code: true }],
    ]);
  });

  test('with links is a list too, because nobody can tap them in monospace text', () => {
    assert.equal(show('| a | b |', '|-|-|', '| [c](https://x.org) | d |'), 'a · b\nc\nb: d');
  });

  test('in a script from right to left is a list, because columns would change their order', () => {
    assert.equal(show('| שם | גיל |', '|-|-|', '| דנה | 30 |'), 'שם · גיל\nדנה\nגיל: 30');
  });

  test('joins a first cell that only counts the rows with the next one', () => {
    assert.equal(
      show('| # | Name | Note |', '|-|-|-|', `| 1 | Ann | ${WIDE} |`, '| 2 | 7 | x |'),
      `# · Name · Note\n1 · Ann\nNote: ${WIDE}\n2\nName: 7 · Note: x`,
    );
    assert.equal(
      show('| Year | Profit | Note |', '|-|-|-|', `| 2024 | 5 | ${WIDE} |`),
      `Year · Profit · Note\n2024\nProfit: 5 · Note: ${WIDE}`,
    );
  });

  test('keeps the head of the second cell where the first one does more than count', () => {
    assert.equal(
      show('| Week | Mon | Tue |', '|-|-|-|', `| 1 | Push | ${WIDE} |`, '| 2 (easy) | Legs | x |'),
      `Week · Mon · Tue\n1\nMon: Push · Tue: ${WIDE}\n2 (easy)\nMon: Legs · Tue: x`,
    );
    assert.equal(
      show('| | Yes | No |', '|-|-|-|', `| 2024 | most | ${WIDE} |`),
      `Yes · No\n2024\nYes: most · No: ${WIDE}`,
    );
    assert.equal(
      show('| No. | Name | Note |', '|-|-|-|', `| 1 | Ann | ${WIDE} |`),
      `No. · Name · Note\n1 · Ann\nNote: ${WIDE}`,
    );
  });

  test('goes on without a title where the first cell is empty', () => {
    assert.equal(
      show('| | A |', '|-|-|', `| x | ${WIDE} |`, '| | more |'),
      `A\nx\nA: ${WIDE}\nA: more`,
    );
    assert.equal(
      show('| # | Name | Note |', '|-|-|-|', `| 1 | Ann | ${WIDE} |`, '| | Bob | x |'),
      `# · Name · Note\n1 · Ann\nNote: ${WIDE}\nName: Bob · Note: x`,
    );
  });

  test('of one column has an item for each row', () => {
    assert.equal(show('| Step |', '|-|', `| ${WIDE} |`, '| |', '| b |'), `Step\n- ${WIDE}\n- b`);
  });

  test('separates what line breaks separate in a cell', () => {
    const cell = `Fast<br>cheap<br>• ${WIDE}<br>(new)`;
    assert.equal(
      show('| a | b<br>c |', '|-|-|', `| 1 | ${cell} |`),
      `a · b c\n1\nb c: Fast; cheap • ${WIDE} (new)`,
    );
  });

  test('has short labels, and the whole head only once', () => {
    const head = `Is it ${'really '.repeat(20)}open?`;
    const text = show(`| a | ${head} |`, '|-|-|', '| 1 | yes |', '| 2 | no |');
    assert.equal(text.split(head).length, 2);
    assert.match(text, /\n1\nIs it(?: really)+…: yes\n2\n/);
  });

  test('keeps the sign of a head in place of a colon', () => {
    assert.match(show('| a | Open? |', '|-|-|', `| 1 | ${WIDE} |`), /\nOpen\? a sentence/);
    assert.match(show('| a | 价格： |', '|-|-|', `| 1 | ${WIDE} |`), /\n价格： a sentence/);
  });

  // chenhg5/cc-connect #866, openabdev/openab #1151: cells padded to the widest one made a table too
  // large for a message. NousResearch/hermes-agent #14160: columns break on phones.
  test('never gets wider or longer by padding', () => {
    const rows = [
      '| a | b |',
      '|-|-|',
      `| 1 | ${'x'.repeat(900)} |`,
      ...Array(50).fill('| 1 | 2 |'),
    ];
    const text = show(...rows);
    assert.ok(text.length < rows.join('\n').length * 1.2);
  });
});

describe('a table that grows', () => {
  const head = ['| Name | Note |', '|---|---|'];
  const shortRows = Array.from({ length: 60 }, (_, index) => `| name ${index} | note ${index} |`);
  const longRow =
    '| name 60 | a note that is longer than any phone is wide, so that it must break |';

  test('changes from columns to a list with the first row that is too wide', () => {
    assert.match(showLines(layOut([...head, ...shortRows.slice(0, 2)])), /│/);
    const text = showLines(layOut([...head, ...shortRows.slice(0, 2), longRow]));
    assert.doesNotMatch(text, /│/);
    assert.match(text, /\nname 1\nNote: note 1\nname 60\nNote: a note/);
  });

  // aj47/techfren-discord-bot #72: a table that goes on on the next page.
  test('keeps its closed pages when it changes, and loses no row', () => {
    const rendering = createPlainDialect(300).open();
    const markdown = [...head, ...shortRows, longRow].join('\n');
    let closed: readonly string[] = [];

    for (let end = 10; end < markdown.length; end += 10) {
      const pages = rendering.update(markdown.slice(0, end), 'growing').map(({ text }) => text);
      assert.deepEqual(pages.slice(0, closed.length), closed);
      closed = pages.slice(0, -1);
    }

    const pages = rendering.update(markdown, 'final').map(({ text }) => text);
    assert.deepEqual(pages.slice(0, closed.length), closed);
    for (let row = 0; row <= 60; row += 1)
      assert.equal(pages.join('\n').match(new RegExp(`\\bname ${row}\\b`, 'g'))?.length, 1);
  });

  test('breaks a page between rows, and repeats its head only over columns', () => {
    const aligned = createPlainDialect(300)
      .open()
      .update([...head, ...shortRows].join('\n'), 'final');
    assert.ok(aligned.length > 2);
    for (const { text } of aligned) assert.match(text, /^Name +│ Note\n─+┼─+\nname/);

    const listed = createPlainDialect(300)
      .open()
      .update([...head, longRow, ...shortRows].join('\n'), 'final');
    for (const { text } of listed.slice(1)) assert.match(text, /^name \d+\nNote: /);
  });

  test('has lines that all fit on a phone', () => {
    for (const line of layOut([...head, ...shortRows]))
      assert.ok(textWidth(joinRuns(line.runs)) <= 34);
  });
});

describe('tables as people reported them', () => {
  test('in Chinese stand in columns (agentscope-ai/QwenPaw #7585, xqicxx/dsh-telegram #31)', () => {
    assert.equal(
      show('| 期限 | 总利息 |', '|---|---|', '| 30 年 | 91 万 |', '| 100 年 | 394 万 |'),
      '期限   │ 总利息\n───────┼───────\n30 年  │ 91 万\n100 年 │ 394 万',
    );
  });

  test('with six columns are lists on a phone (NousResearch/hermes-agent PR 23863)', () => {
    assert.equal(
      show(
        '| 配置 | Config | 论文 (%) | 复现 (%) | 差值 | 状态 |',
        '|---|---|---|---|---|---|',
        '| 模型甲 | dense | 79.30 | 未完成 | - | × |',
      ),
      '配置 · Config · 论文 (%) · 复现 (%) · 差值 · 状态\n模型甲\nConfig: dense · 论文 (%): 79.30 · 复现 (%): 未完成 · 差值: - · 状态: ×',
    );
  });

  test('with names of files keep them whole (xqicxx/dsh-telegram #19)', () => {
    assert.equal(
      show(
        '| File | Size |',
        '|-|-|',
        '| `a_list_of_all_the_vacant_posts_in_2026.xlsx` | 26,666 B |',
      ),
      'File · Size\na_list_of_all_the_vacant_posts_in_2026.xlsx\nSize: 26,666 B',
    );
  });

  test('of three short columns stay small (NousResearch/hermes-agent #14160, HengWoo/tele-claude-bot #2)', () => {
    assert.equal(
      show('| Name | Age | City |', '|-|-|-|', '| Juan | 30 | Cúcuta |', '| Ana | 25 | Bogotá |'),
      'Name │ Age │ City\n─────┼─────┼───────\nJuan │ 30  │ Cúcuta\nAna  │ 25  │ Bogotá',
    );
  });

  test('have no stray stars in their cells (NousResearch/hermes-agent PR 90282)', () => {
    const report = new URL('../../fixtures/reports/markdown/m40.bold-in-table.md', import.meta.url);
    const text = show(readFileSync(report, 'utf8').trim());
    assert.match(text, /^Advantage · Real value\nLive\/work in UK freely\nReal value: Only if/);
    assert.doesNotMatch(text, /\*/);
  });
});
