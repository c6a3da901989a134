import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createGrowingLayout } from '../../../src/markdown/layout/growing-layout.ts';
import { discordDialect } from '../../../src/platforms/discord/rendering/dialect.ts';
import { telegramDialect } from '../../../src/platforms/telegram/rendering/dialect.ts';
import { showLines } from '../plain-dialect.ts';

const options = { isLink: () => true };
const layOut = (markdown: string) => showLines(createGrowingLayout(options).update(markdown));

describe('the numbers of a list', () => {
  const AS_WRITTEN: Readonly<Record<string, string>> = {
    'sparksuite/simplemde-markdown-editor #308': '3. Bronze\n2. Silver\n1. Gold',
    'the same, odd numbers': '1. a\n3. c\n5. e',
    'adam-p/markdown-here #395': '3. hi\n9. there\n22. github',
    'nataliarsand/readdown #16': '0. Two\n1. Three',
    'docling-project/docling #4134': '1. Install\n2. Set\n\nRestart.\n\n3. Run\n4. Check',
    'halilozercan/compose-richtext #112': '2. Item',
    'a year in a list': '1. a\n2. b\n1986. A great year\n1987. Another',
    'an inner list': '1. a\n: 4. x\n: 2. y\n2. b'.replaceAll(': ', '   '),
  };
  for (const [source, text] of Object.entries(AS_WRITTEN))
    test(`are shown as they were written (${source})`, () => {
      assert.equal(layOut(text), text.replaceAll('   ', ': '));
      assert.equal(telegramDialect.open().update(text, 'final')[0]?.text, text);
    });

  test('count up where all are equal, which is how Markdown leaves the counting to others', () => {
    assert.equal(layOut('1. a\n1. b\n1. c'), '1. a\n2. b\n3. c');
    assert.equal(layOut('5. a\n5. b'), '5. a\n6. b');
  });

  test('are text on Discord from the first one on that Discord would count in another way', () => {
    assert.equal(
      discordDialect.open().update('1. a\n2. b\n9. c\n10. d', 'final')[0]?.content,
      '1. a\n2. b\n9\\. c\n10\\. d',
    );
  });

  test('stay the same while the list grows', () => {
    for (const text of [
      '3. c\n2. b\n1. a\n',
      '1. a\n1. b\n1. c\n',
      '1. a\n\n   x\n\n7. b\n7. c\n',
    ]) {
      const growing = createGrowingLayout(options);
      for (let length = 1; length <= text.length; length += 1)
        assert.equal(
          showLines(growing.update(text.slice(0, length))),
          layOut(text.slice(0, length)),
        );
    }
  });
});
