import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { DiscordPage } from '../../../src/platforms/discord/rendering/dialect.ts';
import type { TelegramPage } from '../../../src/platforms/telegram/rendering/dialect.ts';
import {
  commonMarkExamples,
  generateDocuments,
  type MarkdownDocument,
  readAnswers,
} from './documents.ts';
import type { JudgedDialect } from './judged-dialect.ts';
import { judgedDiscordDialect } from './judged-discord.ts';
import { judgedTelegramDialect } from './judged-telegram.ts';
import { judgeFinal, judgeGrowth } from './judges.ts';

const SEED = 4;
const CUTS = 12;
/** Of a hundred frames, this many may take back more than one atom: `npm run proof -- replies` counts them all. */
const MOST_RETRACTIONS = 3;

let answers: readonly MarkdownDocument[] = [];
before(async () => {
  answers = await readAnswers();
});

describeDialect(judgedDiscordDialect);
describeDialect(judgedTelegramDialect);

function describeDialect<Page>(judged: JudgedDialect<Page>): void {
  const complaintsOf = (documents: readonly MarkdownDocument[]) =>
    documents.flatMap((document) =>
      judgeFinal(judged, document).map((complaint) => `${document.name}: ${complaint}`),
    );

  describe(`answers on ${judged.name}`, () => {
    test('written by models, they say and look what they should, in pages that the platform takes', () => {
      assert.deepEqual(complaintsOf(answers), []);
    });

    test('so does every example of CommonMark', () => {
      assert.deepEqual(complaintsOf(commonMarkExamples()), []);
    });

    test('so does any mixture of blocks, in quotes and lists', () => {
      assert.deepEqual(complaintsOf(generateDocuments(40, SEED)), []);
    });

    test('while they grow, too, and no page that was closed changes, whatever the pieces', () => {
      let frames = 0;
      let retractions = 0;
      for (const document of [...answers, ...generateDocuments(20, SEED)]) {
        const growth = judgeGrowth(judged, document, sampleCuts(document));
        assert.deepEqual(growth.complaints, [], document.name);
        frames += growth.frames;
        retractions += growth.retractions;
      }
      const percent = (100 * retractions) / frames;
      assert.ok(
        percent <= MOST_RETRACTIONS,
        `${percent.toFixed(1)} % of ${frames} frames take back what was read`,
      );
    });
  });
}

function sampleCuts({ markdown }: MarkdownDocument): readonly number[] {
  const cuts = fc.sample(fc.array(fc.nat(markdown.length), { minLength: CUTS, maxLength: CUTS }), {
    seed: SEED,
    numRuns: 1,
  });
  return [...new Set(cuts.flat())].sort((a, b) => a - b);
}

/** Discord's dialect, with something wrong in each page. */
function faulty(
  harm: (page: DiscordPage, index: number, markdown: string) => DiscordPage,
): JudgedDialect<DiscordPage> {
  const open = (reasoning?: string, mostPages?: number) => {
    const rendering = judgedDiscordDialect.dialect.open(reasoning, mostPages);
    return {
      update: (markdown: string, state: 'growing' | 'final') =>
        rendering.update(markdown, state).map((page, index) => harm(page, index, markdown)),
    };
  };
  return { ...judgedDiscordDialect, dialect: { ...judgedDiscordDialect.dialect, open } };
}

/** Telegram's dialect, with other entities. */
function faultyTelegram(
  harm: (entities: TelegramPage['entities'], text: string) => TelegramPage['entities'],
): JudgedDialect<TelegramPage> {
  const open = () => {
    const rendering = judgedTelegramDialect.dialect.open();
    return {
      update: (markdown: string, state: 'growing' | 'final') =>
        rendering
          .update(markdown, state)
          .map(({ text, entities }) => ({ text, entities: harm(entities, text) ?? [] })),
    };
  };
  return { ...judgedTelegramDialect, dialect: { ...judgedTelegramDialect.dialect, open } };
}

const harmed = (harm: (content: string) => string) =>
  faulty(({ content }) => ({ content: harm(content) }));

describe('the judges of answers', () => {
  const markdown = [
    '# Title',
    'Some **bold** and *italic* words, [a link](https://example.com/x) and `code`.',
    '> quoted',
    '```js\nconst a = 1;\n\n  b();\n```',
    '- one\n- two',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    'The end.',
  ].join('\n\n');
  const document = { name: 'planted', markdown };
  const long = { name: 'planted', markdown: 'Word after word. '.repeat(400) };

  test('find nothing in what is right', () => {
    assert.deepEqual(judgeFinal(judgedDiscordDialect, document), []);
  });

  const HARMS: Readonly<Record<string, (content: string) => string>> = {
    'a lost word': (content) => content.replace('words', ''),
    'a word too many': (content) => `${content} more`,
    'two words in the wrong order': (content) => content.replace('The end', 'end The'),
    'a lost space': (content) => content.replace('The end', 'Theend'),
    'a lost style': (content) => content.replaceAll('**', ''),
    'a style too many': (content) => content.replace('Some', '~~Some~~'),
    'another address': (content) => content.replace('example.com/x', 'example.com/y'),
    'a lost quote': (content) => content.replace('> ', ''),
    'a lost heading': (content) => content.replace('# ', ''),
    'a list that is none': (content) => content.replace('- one', '\\- one'),
    'changed code': (content) => content.replace('  b();', 'b();'),
    'an open fence': (content) => content.replace('();\n```', '();'),
    'a cell in the wrong column': (content) => content.replace('1 │ 2', '2 │ 1'),
    'a name that notifies': (content) => `${content}\n@everyone`,
    'a page that is too long': (content) => content + ' '.repeat(2_000),
    'an empty page': () => ' ',
  };
  for (const [what, harm] of Object.entries(HARMS)) {
    test(`find ${what}`, () => assert.notDeepEqual(judgeFinal(harmed(harm), document), []));
  }

  test('find a lost style and one too many on Telegram, too', () => {
    const marked = (
      harm: (entities: TelegramPage['entities'], text: string) => TelegramPage['entities'],
    ) => judgeFinal(faultyTelegram(harm), document);
    assert.deepEqual(
      marked((entities) => entities),
      [],
    );
    for (const type of ['bold', 'italic', 'text_link', 'code', 'blockquote', 'pre']) {
      assert.notDeepEqual(
        marked((entities) => entities?.filter((one) => one.type !== type)),
        [],
        type,
      );
    }
    const struck = { type: 'strikethrough', offset: 0, length: 2 } as const;
    assert.notDeepEqual(
      marked((entities = [], text) => [...entities, { ...struck, offset: text.indexOf('words') }]),
      [],
    );
  });

  test('find a closed page that changes', () => {
    const changing = faulty((page, _, text) => ({ content: `${page.content}${text.length % 7}` }));
    const { complaints } = judgeGrowth(changing, long, [3_000, 4_001, 5_003]);
    assert.ok(complaints.some((complaint) => complaint.includes('a closed page changed')));
  });

  test('find pages that depend on the pieces', () => {
    let updates = 0;
    const counting = faulty((page) => ({ content: `${page.content}${++updates}` }));
    assert.ok(
      judgeGrowth(counting, document, [10]).complaints.includes(
        'in pieces it is not what it is as a whole',
      ),
    );
  });

  test('count what was read and disappears', () => {
    const forgetting = faulty((page, _, text) =>
      text.length === 600 ? { content: 'gone' } : page,
    );
    assert.equal(judgeGrowth(forgetting, long, [500, 600, 700]).retractions, 1);
  });
});
