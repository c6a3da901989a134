import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MediaLimits } from '../../../src/bot/prompt/file-mentions.ts';
import { fitQuestion } from '../../../src/bot/prompt/fit-question.ts';
import type { FileReading } from '../../../src/contracts/material.ts';
import type { PromptMessage } from '../../../src/contracts/provider.ts';
import type { Turn } from '../../../src/contracts/turns.ts';
import { createFakeMessage, createFakeTurn } from '../../helpers/fake-turn.ts';

const writer = {
  write: ({ inputs, material }: Turn): PromptMessage => ({
    role: 'user',
    text: [
      ...inputs.flatMap(({ text, quoted }) => [quoted?.text ?? '', text]),
      ...(material?.files ?? []).map((file) => ('text' in file ? file.text : '')),
    ].join('|'),
  }),
  count: ({ text, images = [] }: PromptMessage) => text.length + 1_000 * images.length,
};

function ask(words: string, files: readonly string[], quote = ''): Turn {
  const message = createFakeMessage({ text: words });
  const quoted = { ...message, id: '0', text: quote, isOwn: false };
  const readings = files.map(
    (text, index): FileReading => ({ ref: String(index), name: 'log', kind: 'text', text }),
  );
  return createFakeTurn({
    inputs: [{ ...message, quoted }],
    material: { files: readings, background: [] },
  });
}

const limits = { withMaterial: 1_000, ofWords: 1_500 };

describe('a question', () => {
  test('that fits stays as it is', () => {
    const { message, ...cut } = fitQuestion(ask('why?', ['a log'], 'a quote'), limits, writer);
    assert.equal(message.text, 'a quote|why?|a log');
    assert.deepEqual(cut, { isMaterialCut: false, isQuestionCut: false });
  });

  test('loses the middle of its longest files first', () => {
    const log = `${'b'.repeat(3_000)} the failure`;
    const asked = ask('why?', [log, 'a short file'], 'a quote');
    const { message, ...cut } = fitQuestion(asked, limits, writer);
    const [quote, words, long = '', short] = message.text.split('|');
    assert.deepEqual([quote, words, short], ['a quote', 'why?', 'a short file']);
    assert.match(long, /^b+\n\[… \d+ characters are left out here …\]\nb+ the failure$/);
    assert.ok(message.text.length <= 1_000 && message.text.length > 990);
    assert.deepEqual(cut, { isMaterialCut: true, isQuestionCut: false });
  });

  test('loses the end of its quotes next, and keeps the words of the person', () => {
    const words = 'w'.repeat(800);
    const { message, isQuestionCut } = fitQuestion(
      ask(words, ['f'.repeat(900)], 'q'.repeat(900)),
      limits,
      writer,
    );
    assert.ok(message.text.includes(words));
    assert.equal(isQuestionCut, false);
    assert.ok(message.text.length <= 1_000);
  });

  test('loses the end of its own words only when they do not fit alone', () => {
    const fits = fitQuestion(ask('w'.repeat(1_400), []), limits, writer);
    assert.equal(fits.isQuestionCut, false);

    const { message, isQuestionCut } = fitQuestion(ask('w'.repeat(9_000), []), limits, writer);
    assert.equal(isQuestionCut, true);
    assert.equal(message.text.length, 1_500);
  });

  test('loses pictures that do not fit', () => {
    const image = { mime: 'image/png', bytes: new Uint8Array(1) };
    const withImages = {
      ...writer,
      write: (turn: Turn, { images }: MediaLimits) => ({
        ...writer.write(turn),
        images: [image, image, image].slice(0, images),
      }),
    };
    const { message, isMaterialCut } = fitQuestion(ask('why?', []), limits, withImages);
    assert.equal(message.images?.length, 1);
    assert.equal(isMaterialCut, true);
  });
});
