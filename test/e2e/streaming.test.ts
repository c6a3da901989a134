import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { botMessages, roomOf, useParley, waitForAnswer } from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

const count = (to: number) => Array.from({ length: to }, (_, index) => index + 1).join(' ');

for (const name of ['discord', 'telegram'] as const) {
  describe(`a streamed answer on ${name}`, () => {
    const networks = useParley();

    test('shows that it types before the first words', async () => {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      let typed = false;
      const unwatch = network.watch((change) => {
        if (change.kind === 'typing') typed = true;
      });
      const question = await network.say({ roomId, text: 'echo think slowly' });
      await waitForAnswer(network, question, /think slowly/);
      unwatch();
      assert.equal(typed, true);
    });

    test('grows by edits of one message until all of it stands', async () => {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const seen: string[] = [];
      const unwatch = network.watch((change) => {
        if (change.kind === 'message-created' || change.kind === 'message-edited') {
          if (change.message.author.id === network.bot.id) seen.push(change.message.text);
        }
      });
      const question = await network.say({ roomId, text: 'count to 300' });
      const answer = await waitForAnswer(network, question, / 300$/);
      unwatch();
      assert.equal(answer.text, count(300));
      assert.equal(botMessages(network, roomId, question).length, 1);
      assert.ok(answer.edits >= 2, `${answer.edits} edits`);
      for (const text of seen)
        assert.ok(count(300).startsWith(text.trim()), `shown: ${text.slice(-20)}`);
    });

    test('continues in further messages when it is longer than one, and loses nothing', async () => {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const question = await network.say({ roomId, text: 'count to 1500' });
      await waitFor(network, 'the last number', () =>
        botMessages(network, roomId, question).at(-1)?.text.endsWith(' 1500'),
      );
      const pages = botMessages(network, roomId, question);
      assert.ok(pages.length > 1);
      assert.equal(pages.map(({ text }) => text.trim()).join(' '), count(1500));
    });

    test('long Markdown arrives whole', async () => {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const question = await network.say({ roomId, text: 'markdown' });
      await waitFor(network, 'an answer that stands still', () => {
        const last = botMessages(network, roomId, question).at(-1);
        return last && Date.now() - (last.editedAt ?? last.createdAt) > 1_500;
      });
      const text = botMessages(network, roomId, question)
        .map((page) => page.text)
        .join('\n');
      // Neither knows tables; only Discord reads Markdown.
      assert.doesNotMatch(text, /\|\s*:?-{3}/);
      assert.equal(text.includes('```'), name === 'discord');
      assert.ok(text.length > 4_096);
    });

    test('one turn at a time in a conversation; what one person writes meanwhile is one turn', async () => {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const first = await network.say({ roomId, text: 'count to 200' });
      await waitForAnswer(network, first, /^1 2 3/);
      await network.say({ roomId, text: 'What I say' });
      const last = await network.say({ roomId, text: 'before you are done' });
      const answer = await waitForAnswer(network, last, /What I say before you are done/);
      assert.equal(answer.replyTo, last.id);
      const counted = botMessages(network, roomId, first)[0];
      assert.ok(counted?.text.endsWith(' 200') && (counted.editedAt ?? 0) <= answer.createdAt);
    });

    test('conversations run side by side', async () => {
      const network = networks[name];
      const slow = roomOf(network, 'direct');
      const fast = roomOf(network, name === 'discord' ? 'channel' : 'group');
      const mention = name === 'discord' ? '@Parley' : '@parley_bot';
      const counting = await network.say({ roomId: slow, text: 'count to 600' });
      await waitForAnswer(network, counting, /^1 2 3/);
      const question = await network.say({ roomId: fast, text: `${mention} echo quick` });
      await waitForAnswer(network, question, /^quick$/);
      assert.ok(!botMessages(network, slow, counting).at(-1)?.text.endsWith(' 600'));
      await waitForAnswer(network, counting, / 600$/);
    });

    test('a model that fails keeps its words and says so in the same message', async () => {
      const network = networks[name];
      const question = await network.say({ roomId: roomOf(network, 'direct'), text: 'fail' });
      const answer = await waitForAnswer(network, question, /This answer begins well[\s\S]+failed/);
      assert.equal(botMessages(network, answer.roomId, question).length, 1);
    });

    test('pings nobody and shows no link previews, whatever the model writes', async () => {
      const network = networks[name];
      const roomId = roomOf(network, name === 'discord' ? 'channel' : 'group');
      const mention = name === 'discord' ? '@Parley' : '@parley_bot';
      const text = `${mention} echo @everyone @here @Robin <@${network.me.id}> https://example.com/secret end`;
      const question = await network.say({ roomId, text });
      const answer = await waitForAnswer(network, question, /end$/);
      assert.deepEqual(answer.pings, []);
      const previews =
        name === 'telegram'
          ? networks.telegram.controls.previews.map(({ messageId }) => String(messageId))
          : networks.discord
              .history(roomId)
              .flatMap((shown) => (shown.linkPreview ? [shown.id] : []));
      assert.ok(!previews.includes(answer.id));
    });

    test('the network never had to refuse a call', () => {
      const refused = networks[name].controls.calls.filter(
        (call) => ('status' in call ? call.status : call.code) === 429,
      );
      assert.deepEqual(refused, []);
    });
  });
}
