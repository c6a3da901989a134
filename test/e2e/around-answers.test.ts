import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { botMessages, roomOf, useParley, waitForAnswer } from '../helpers/start-parley.ts';

for (const name of ['discord', 'telegram'] as const) {
  describe(`an answer on ${name}`, () => {
    const folded = useParley({ REASONING: 'folded', FOOTER: 'model, tokens' });
    const usual = useParley();

    test('has folded reasoning above it and a footer below it, if the operator wants them', async () => {
      const network = folded[name];
      const question = await network.say({
        roomId: roomOf(network, 'direct'),
        text: 'echo think twice',
      });
      const { text, entities = [] } = await waitForAnswer(network, question, /tokens/);
      assert.match(
        text,
        /The question has 3 words[\s\S]+think twice[\s\S]+demo\/parley · \d+ tokens/,
      );
      if (name === 'telegram')
        assert.ok(entities.some(({ type }) => type === 'expandable_blockquote'));
    });

    test('has nothing around it otherwise', async () => {
      const network = usual[name];
      const roomId = roomOf(network, 'direct');
      const question = await network.say({ roomId, text: 'echo think twice' });
      await waitForAnswer(network, question, /think twice/);
      assert.deepEqual(
        botMessages(network, roomId, question).map(({ text }) => text),
        ['think twice'],
      );
    });
  });
}
