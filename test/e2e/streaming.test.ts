import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Script, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  type Endings,
  roomOf,
  startParley,
  useParley,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

/** Starts a bot whose model waits for the test to release it. */
async function startWithModel(t: Endings, script: Script) {
  const model = await startOpenAiServer({ script });
  t.after(() => model.stop());
  return { model, networks: await startParley(t, { OPENAI_BASE_URL: model.url }) };
}

/** Begins its first answer, and ends it on release. Repeats every later question. */
const beginThenRepeat: Script = async (stream) => {
  if (stream.index > 0) stream.delta(`You said: ${stream.question.replaceAll(/\s+/g, ' ')}`);
  else {
    stream.delta('The first answer begins here');
    await stream.held();
    stream.delta(' and ends there.');
  }
  stream.finish();
};

const count = (to: number) => Array.from({ length: to }, (_, index) => index + 1).join(' ');

for (const name of ['discord', 'telegram'] as const) {
  describe(`a streamed answer on ${name}`, () => {
    const networks = useParley();

    test('shows that the bot types before the first words', async () => {
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

    test('grows by edits of one message until it is complete', async (t) => {
      const parts = ['1 2 3 4 5 6 7 8 9 10 11 12 13 14 15', ' 16 17', ' 18 19', ' 20 21 22'];
      const { model, networks } = await startWithModel(t, async (stream) => {
        for (const part of parts) {
          stream.delta(part);
          await stream.held();
        }
        stream.finish();
      });
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const seen: string[] = [];
      network.watch((change) => {
        if (change.kind === 'message-created' || change.kind === 'message-edited') {
          if (change.message.author.id === network.bot.id) seen.push(change.message.text);
        }
      });
      const question = await network.say({ roomId, text: 'count to 22' });
      for (const [index] of parts.entries()) {
        const shown = parts.slice(0, index + 1).join('');
        await waitForAnswer(network, question, new RegExp(`^${shown}$`));
        model.release();
      }
      const answer = await waitForAnswer(network, question, / 22$/);
      assert.equal(answer.text, count(22));
      assert.equal(botMessages(network, roomId, question).length, 1);
      assert.ok(answer.edits >= parts.length - 1, `${answer.edits} edits`);
      for (const text of seen)
        assert.ok(count(22).startsWith(text.trim()), `shown: ${text.slice(-20)}`);
    });

    test('continues in further messages if it is too long for one, and loses nothing', async () => {
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

    test('arrives whole if it is long Markdown', async () => {
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const question = await network.say({ roomId, text: 'markdown' });
      await waitFor(network, 'the buttons under a whole answer', () =>
        botMessages(network, roomId, question).some(({ buttons }) =>
          buttons.flat().some(({ label }) => label === 'Regenerate'),
        ),
      );
      const text = botMessages(network, roomId, question)
        .map((page) => page.text)
        .join('\n');
      // Neither network knows tables, and only Discord reads Markdown.
      assert.doesNotMatch(text, /\|\s*:?-{3}/);
      assert.equal(text.includes('```'), name === 'discord');
      assert.ok(text.length > 4_096);
    });

    test('holds back other questions of its conversation; those of one person become one turn', async (t) => {
      const { model, networks } = await startWithModel(t, beginThenRepeat);
      const network = networks[name];
      const roomId = roomOf(network, 'direct');
      const first = await network.say({ roomId, text: 'Hello?' });
      await waitForAnswer(network, first, /^The first answer begins/);
      await network.say({ roomId, text: 'What I say' });
      const last = await network.say({ roomId, text: 'before you are done' });
      // The bot answers commands at once, in the order of the events, so it has both messages.
      await network.run({ roomId, name: 'help' });
      await waitForAnswer(network, last, /\/reset/);
      assert.equal(model.streams.length, 1);
      model.release();
      const answer = await waitForAnswer(network, last, /What I say before you are done/);
      assert.equal(answer.replyTo, last.id);
      const firstAnswer = botMessages(network, roomId, first)[0];
      assert.ok(
        firstAnswer?.text.endsWith('ends there.') &&
          (firstAnswer.editedAt ?? 0) <= answer.createdAt,
      );
    });

    test('does not hold back other conversations', async (t) => {
      const { model, networks } = await startWithModel(t, beginThenRepeat);
      const network = networks[name];
      const mention = name === 'discord' ? '@Parley' : '@parley_bot';
      const slow = await network.say({ roomId: roomOf(network, 'direct'), text: 'Hello?' });
      await waitForAnswer(network, slow, /^The first answer begins/);
      const roomId = roomOf(network, name === 'discord' ? 'channel' : 'group');
      const question = await network.say({ roomId, text: `${mention} quick` });
      await waitForAnswer(network, question, /^You said: .*quick$/);
      assert.match(botMessages(network, slow.roomId, slow).at(-1)?.text ?? '', /begins here$/);
      model.release();
      await waitForAnswer(network, slow, /ends there\.$/);
    });

    test('keeps its words when the model fails, and says so in the same message', async () => {
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

    test('never makes the network refuse a call', () => {
      const refused = networks[name].controls.calls.filter(
        (call) => ('status' in call ? call.status : call.code) === 429,
      );
      assert.deepEqual(refused, []);
    });
  });
}
