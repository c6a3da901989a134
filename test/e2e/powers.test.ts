import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { LocalNetwork, ShownMessage } from '../../playground/local-network.ts';
import { type Script, startOpenAiServer } from '../helpers/openai-server.ts';
import {
  botMessages,
  type Endings,
  roomOf,
  startBot,
  startNetworks,
  TIME_SCALE,
  waitForAnswer,
} from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

/** In this time, the bot has forgotten how many commands people used in a Telegram group. */
const COMMANDS_FORGOTTEN_MS = 60_000 * TIME_SCALE;

const places = [
  { name: 'discord', room: 'channel', mention: '@Parley' },
  { name: 'telegram', room: 'group', mention: '@parley_bot' },
] as const;

/** Begins an answer, and ends it when the test says so. */
const answerWhenReleased: Script = async (stream) => {
  stream.delta(`Answer ${stream.index} begins. `);
  await stream.held();
  stream.delta('And ends.');
  stream.finish();
};

/** Robin and Sam have no rights in a place of which `me` is the owner. */
async function setUp(t: Endings, { name, room, mention }: (typeof places)[number]) {
  const model = await startOpenAiServer({
    script: answerWhenReleased,
    models: {
      object: 'list',
      data: ['test-model', 'other'].map((id) => ({ id, object: 'model' })),
    },
  });
  t.after(() => model.stop());
  const networks = await startNetworks(t);
  const network: LocalNetwork = networks[name];
  const sam = networks[name].controls.addPerson('Sam');
  const robin = network.people().find((person) => person.name === 'Robin')?.id ?? '';
  await startBot(t, {
    ...networks.env,
    OPENAI_BASE_URL: model.url,
    OPENAI_API_KEY: 'k',
    DEFAULT_MODEL: 'openai/test-model',
  });
  const roomId = roomOf(network, room);

  /** Everything that the bot has told a person here: messages that they see, and answers to presses. */
  const toasts: string[] = [];
  network.watch((change) => {
    if (change.kind === 'toast') toasts.push(change.text);
  }, sam);
  const told = (viewerId: string) => [
    ...network
      .history(roomId, viewerId)
      .filter(({ author }) => author.id === network.bot.id)
      .map(({ id, text, edits }) => `${id}/${edits}: ${text}`),
    ...toasts,
  ];

  return {
    model,
    network,
    roomId,
    robin,
    sam,
    ask: (authorId: string, text: string) =>
      network.say({ roomId, authorId, text: `${mention} ${text}` }),
    run: (authorId: string, command: string, options = {}, targetId?: string) =>
      network.run({
        roomId,
        authorId,
        // Discord has a menu of its own for what acts on a message.
        name:
          network
            .messageCommands(roomId)
            .find((item) => targetId !== undefined && item.toLowerCase().startsWith(command)) ??
          command,
        options,
        ...(targetId === undefined ? {} : { targetId }),
      }),
    /** Does something, and waits until the bot has told the person something like `pattern`. */
    async hears(viewerId: string, pattern: RegExp, act: () => Promise<unknown>) {
      const before = new Set(told(viewerId));
      const toastsBefore = toasts.length;
      await act();
      await waitFor(
        network,
        `${pattern}`,
        () =>
          toasts.slice(toastsBefore).some((text) => pattern.test(text)) ||
          told(viewerId).some((text) => !before.has(text) && pattern.test(text)),
      );
    },
    async press(authorId: string, message: ShownMessage, buttonId: string) {
      await network
        .press({ roomId, authorId, messageId: message.id, buttonId, isForged: true })
        .catch((error: unknown) => assert.doesNotMatch(String(error), /gone|no such/));
    },
    textOf: ({ id }: ShownMessage) =>
      botMessages(network, roomId).find((message) => message.id === id)?.text ?? '(gone)',
  };
}

for (const place of places) {
  describe(`two people without rights on ${place.name}`, () => {
    test('change nothing of each other and of the place, by commands, buttons, forged ids or suggestions', async (t) => {
      const room = await setUp(t, place);
      const { network, model, roomId, robin, sam, ask, run, hears, press, textOf } = room;
      const question = await ask(robin, 'first');
      const answer = await waitForAnswer(network, question, /^Answer 0 begins/);
      const waiting = await ask(sam, 'second');

      // Sam stops his own waiting question, and Robin's goes on.
      await hears(sam, /Stopped your question. What others asked goes on/, () => run(sam, 'stop'));
      await hears(sam, /not answering anything of yours/, () => run(sam, 'stop'));
      const stop = answer.buttons.flat().find(({ label }) => label === 'Stop');
      assert.ok(stop);
      await hears(sam, /Only the person who asked/, () => press(sam, answer, stop.id));

      // What is for moderators gets one sentence, typed or pressed.
      const moderators = /Only moderators can do that here/;
      await hears(sam, moderators, () => run(sam, 'reset'));
      const forgedIds = [
        'model:page:0',
        'pins:1',
        'reset:',
        'settings:clear:here:model',
        'rich:on',
      ];
      for (const id of forgedIds) await press(sam, answer, id);
      await setTimeout(COMMANDS_FORGOTTEN_MS);
      await run(sam, 'model', { name: 'openai/other' });
      await run(sam, 'pin', {}, question.id);
      await run(sam, 'access', { action: `allow ${sam}` });
      for (const id of [`access:allow:${sam}`, `access:list:allow:${sam}`, 'regenerate:1:0'])
        await press(sam, answer, id);
      await press(sam, answer, `delete_my_data:${robin}`);
      if (network.name === 'discord') {
        const call = { roomId, authorId: sam, option: 'name', typed: '' };
        assert.deepEqual(await network.complete({ ...call, name: 'model' }), []);
        assert.deepEqual(await network.complete({ ...call, name: 'access', option: 'person' }), []);
      }

      await setTimeout(COMMANDS_FORGOTTEN_MS);
      // Robin's answer keeps its words and its buttons, also under presses that no message has.
      await hears(sam, /can't find this answer/, () => press(sam, answer, 'stop:99'));
      await hears(sam, /too old/, () => press(sam, answer, 'unknown:1'));
      const kept = network.history(roomId).find(({ id }) => id === answer.id);
      assert.deepEqual([kept?.text, kept?.buttons], [answer.text, answer.buttons]);

      // It comes to its end, and Sam can neither make it anew nor take it back.
      model.release();
      await waitFor(network, 'the end of the answer', () => /And ends/.test(textOf(answer)));
      await waitForAnswer(network, waiting, /\(stopped\)/);
      const forbidden = /Only the person who asked/;
      await hears(sam, forbidden, () => press(sam, answer, 'regenerate:1:1'));
      await hears(sam, forbidden, () => run(sam, 'undo'));
      await hears(sam, forbidden, () => run(sam, 'forget', {}, question.id));
      await hears(sam, /Done. I deleted/, () => press(sam, answer, `delete_my_data:${sam}`));
      assert.match(textOf(answer), /^Answer 0 begins/);
      assert.equal(model.streams.length, 1);

      // Nothing has changed: the model is the same, and reads what was said before.
      await ask(robin, 'third');
      const { body } = await model.stream(1);
      assert.equal(body.model, 'test-model');
      assert.match(JSON.stringify(body.messages), /first.*Answer 0 begins/);
      assert.doesNotMatch(JSON.stringify(body.messages), /second/);
      model.release();
    });

    test('keep their own: a moderator does the same, and everybody sees what a command would change', async (t) => {
      const { network, sam, robin, hears, run, ask, model, roomId } = await setUp(t, place);
      await hears(sam, /openai\/test-model answers here/, () => run(sam, 'model'));
      const shown = network
        .history(roomId, sam)
        .filter(({ text }) => text.includes('openai/test-model answers here'));
      assert.deepEqual(
        shown.map(({ buttons }) => buttons),
        [[]],
      );
      await hears(sam, /\/stop/, () => run(sam, 'help'));
      const help = network
        .history(roomId, sam)
        .findLast(({ author, text }) => author.isBot && text.includes('/stop'));
      assert.doesNotMatch(help?.text ?? '', /\/reset|\/access/);

      const question = await ask(robin, 'first');
      const answer = await waitForAnswer(network, question, /^Answer 0 begins/);
      const { me } = network;
      await hears(me.id, /^\d+.*Stopped/s, () => run(me.id, 'stop'));
      await waitFor(network, 'the mark', () =>
        botMessages(network, roomId).some(
          ({ id, text }) => id === answer.id && text.includes('(stopped)'),
        ),
      );
      await hears(me.id, /start a new conversation/, () => run(me.id, 'reset'));
      model.release();
    });
  });
}
