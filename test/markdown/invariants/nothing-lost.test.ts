import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findLostText } from './find-lost-text.ts';
import { generateProse } from './generate-prose.ts';
import type { JudgedDialect } from './judged-dialect.ts';
import { judgedDiscordDialect } from './judged-discord.ts';
import { judgedTelegramDialect } from './judged-telegram.ts';

const SEED = 11;
const COUNT = 300;

/** Texts, shortened, in which `npm run proof -- replies` found faults, or the judge was wrong. */
const FOUND_BY_THE_PROOF: readonly string[] = [
  '- 漢字*it*<b>b</b>\n\n4. a<b',
  "1. #tag C:\\Users\\_x\\* مرحبا\n3) — '*' alpha\n4) x1",
  'won’thttps://example.com/a_b_ _id, || béta',
  'https://example.com/a_b<kbd>K</kbd> xhttps://example.com/a_b<kbd>K</kbd>',
  '- H<sub>2</sub>O <b>b</b>_em_~~gone~~',
  '****---',
  '**bold*****',
  '**bold****bold****',
  ']C:\\Users\\_x\\**args',
  'int *a, **bbéta C:\\Users\\_x\\**it* --flag',
  'int *a, **b a<b **bold***.ts',
];

const ALWAYS_ONE_PAGE = Number.POSITIVE_INFINITY;

function findLost<Page>({ dialect, readPages }: JudgedDialect<Page>, markdown: string) {
  const pages = dialect.open(undefined, ALWAYS_ONE_PAGE).update(markdown, 'final');
  return findLostText(markdown, readPages(pages).characters);
}

describeDialect(judgedDiscordDialect);
describeDialect(judgedTelegramDialect);

function describeDialect<Page>(judged: JudgedDialect<Page>): void {
  describe(`the pages for ${judged.name}`, () => {
    test('show every letter, digit and sign, or the formatting that it stands for', () => {
      const complaints = generateProse(COUNT, SEED).flatMap(({ name, markdown }) => {
        const lost = findLost(judged, markdown);
        return lost === undefined ? [] : [`${name}: ${lost} in ${JSON.stringify(markdown)}`];
      });
      assert.deepEqual(complaints, []);
    });

    test('show all of the texts in which the proof found faults', () => {
      const lost = FOUND_BY_THE_PROOF.flatMap((markdown) => findLost(judged, markdown) ?? []);
      assert.deepEqual(lost, []);
    });
  });
}

describe('findLostText', () => {
  const shown = (text: string, style?: string) =>
    [...text]
      .filter((character) => character.trim() !== '')
      .map((character) => ({
        character,
        isSpaced: false,
        isFirstOfPage: false,
        styles: new Set(style === undefined ? [] : [style]),
      }));

  test('finds a lost sign, a lost word and an added one', () => {
    assert.equal(findLostText('2*3*4', shown('2*3*4')), undefined);
    assert.notEqual(findLostText('2*3*4', shown('234')), undefined);
    assert.notEqual(findLostText('one two', shown('one')), undefined);
    assert.notEqual(findLostText('one', shown('one two')), undefined);
  });

  test('takes a sign for formatting only where the formatting is visible', () => {
    assert.equal(findLostText('**a**', shown('a', 'bold')), undefined);
    assert.notEqual(findLostText('**a**', shown('a', 'italic')), undefined);
    assert.notEqual(findLostText('__init__', shown('init')), undefined);
  });

  test('takes a part of a run of signs for formatting, and finds each of the others', () => {
    const bold = shown('a', 'bold');
    assert.equal(findLostText('**a*****', [...bold, ...shown('***')]), undefined);
    assert.notEqual(findLostText('**a*****', [...bold, ...shown('**')]), undefined);
    assert.equal(findLostText('****a****', bold), undefined);
    assert.notEqual(findLostText('****a****', shown('a', 'italic')), undefined);
    assert.equal(
      findLostText('C:\\a\\**b**', [...shown('C:\\a\\'), ...shown('b', 'bold')]),
      undefined,
    );
    assert.notEqual(findLostText('C:\\a\\**b**', shown('C:\\a\\b')), undefined);
  });
});
