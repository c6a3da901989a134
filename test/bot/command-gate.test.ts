import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createCommandGate } from '../../src/bot/command-gate.ts';
import { createCommandPace } from '../../src/bot/command-pace.ts';
import { createCommandRunner } from '../../src/bot/command-runner.ts';
import { createRefusals } from '../../src/bot/refusals.ts';
import { commands } from '../../src/commands/index.ts';
import type { Power } from '../../src/contracts/access.ts';
import type { Address } from '../../src/contracts/address.ts';
import type { Author } from '../../src/contracts/chat-message.ts';
import type { Command, CommandReply } from '../../src/contracts/command.ts';
import type { LanguageOf } from '../../src/contracts/language.ts';
import { LimitError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { contextWith } from '../commands/command-context.ts';
import { said } from '../conversations/messages.ts';
import { createAccessParts } from '../helpers/access-parts.ts';
import { localized } from '../helpers/localized.ts';
import { usualSettings } from '../helpers/usual-settings.ts';

const { message } = said();
const { channel } = message;
const bystander: Author = { ...message.author, id: 'bob' };
const moderator: Author = { ...bystander, id: 'mod', isModerator: true };
const address: Address = { channel };
const press: Address = { channel, interaction: { id: 'i', token: 't', expiresAt: 0 } };

/** A runner whose only command changes something for all. */
async function setUp(command: Partial<Command> = {}) {
  const ran: string[] = [];
  const sent: CommandReply[] = [];
  const { access, clock } = await createAccessParts({ allowedChats: ['test:room'] });
  const settingsOf = usualSettings();
  const languageOf: LanguageOf = () => 'en';
  const topics = new Set<string>();
  const notifier = {
    send: (_address: Address, reply: CommandReply) => void sent.push(reply),
    sendOncePerHour(topic: string, _address: Address, text: string) {
      if (!topics.has(topic)) sent.push({ text, onlyAsker: true });
      topics.add(topic);
    },
    removeControls: () => {},
  };
  const refusals = createRefusals({ access, settingsOf, languageOf, notifier });
  const pace = createCommandPace({ access, clock, surface: () => undefined });
  const refusing = { refusals, notifier, pace, clock };
  const gate = createCommandGate({ access, settingsOf, languageOf, ...refusing });
  const change: Command = {
    name: 'change',
    power: 'model',
    description: localized('Change it'),
    options: [
      {
        name: 'to',
        description: localized('What'),
        complete: async () => [{ name: 'secret', value: 'secret' }],
      },
    ],
    async run() {
      ran.push('run');
      return { text: 'shown', controls: [[{ id: 'change:1', label: 'Change' }]] };
    },
    async press() {
      ran.push('press');
      return { text: 'changed' };
    },
    async submit() {
      ran.push('submit');
      return { text: 'changed' };
    },
    ...command,
  };
  const runner = createCommandRunner(
    { commands: [change], gate, languageOf, log: silentLog },
    () => contextWith({}),
    notifier,
  );
  const call = (author: Author, options = {}) => ({ name: 'change', channel, author, options });
  return { runner, ran, sent, call, clock, gate };
}

describe('createCommandGate', () => {
  test('refuses the command, its buttons, its forms and its suggestions alike', async () => {
    const { runner, ran, sent, call } = await setUp();
    await runner.run(call(bystander), press);
    await runner.press({
      kind: 'button',
      id: 'change:1',
      author: bystander,
      message: { messageId: 'm' },
      address: press,
    });
    await runner.submit({
      kind: 'form',
      id: 'change:1',
      author: bystander,
      values: {},
      address: press,
    });
    assert.deepEqual(await runner.complete(call(bystander), 'to'), []);
    assert.deepEqual(ran, []);
    assert.equal(sent.length, 3);
    for (const { text, onlyAsker } of sent) {
      assert.match(text, /^Only moderators can do that here/);
      assert.equal(onlyAsker, true);
    }
  });

  test('lets moderators do all of it', async () => {
    const { runner, ran, call } = await setUp();
    await runner.run(call(moderator), address);
    await runner.press({
      kind: 'button',
      id: 'change:1',
      author: moderator,
      message: { messageId: 'm' },
      address,
    });
    await runner.submit({ kind: 'form', id: 'change:1', author: moderator, values: {}, address });
    assert.equal((await runner.complete(call(moderator), 'to')).length, 1);
    assert.deepEqual(ran, ['run', 'press', 'submit']);
  });

  test('repeats a sentence that everybody sees once per hour only', async () => {
    const { runner, sent, call } = await setUp();
    for (let times = 0; times < 5; times++) await runner.run(call(bystander), address);
    assert.equal(sent.length, 1);
  });

  test('shows what is open to view without its buttons, to the person alone', async () => {
    const { runner, ran, sent, call, clock } = await setUp({ isOpenToView: true });
    await runner.run(call(bystander), address);
    await clock.advance(0);
    assert.deepEqual(sent, [{ text: 'shown', onlyAsker: true }]);
    await runner.run(call(bystander, { to: 'x' }), press);
    assert.deepEqual(ran, ['run']);
    assert.match(sent.at(-1)?.text ?? '', /^Only moderators/);
  });

  test('says once a minute that there were too many, and when the next one is taken', async () => {
    const { runner, ran, sent, call, clock } = await setUp({ power: 'ask' });
    for (let times = 0; times < 40; times++) await runner.run(call(bystander), address);
    const refusals = () => sent.filter(({ text }) => text.includes('too many commands'));
    assert.equal(ran.length, 30);
    assert.deepEqual(
      refusals().map(({ text, onlyAsker }) => [text.match(/\d+ seconds?/)?.[0], onlyAsker]),
      [['60 seconds', true]],
    );
    await clock.advance(59_000);
    await runner.run(call(bystander), address);
    assert.equal(refusals().length, 1);
    await clock.advance(1_001);
    await runner.run(call(bystander), address);
    assert.equal(ran.length, 31);
    for (let times = 0; times < 40; times++) await runner.run(call(bystander), address);
    assert.equal(refusals().length, 2);
  });

  test('replies to each command that the network would show as failed, and to no press', async () => {
    const { runner, sent, call } = await setUp({ power: 'ask' });
    for (let times = 0; times < 35; times++) await runner.run(call(bystander), press);
    const refused = () => sent.filter(({ text }) => text.includes('too many')).length;
    assert.equal(refused(), 5);
    const button = { kind: 'button', id: 'change:1', author: bystander, address: press } as const;
    for (let times = 0; times < 5; times++) {
      await runner.press({ ...button, message: { messageId: 'm' } });
    }
    assert.equal(refused(), 5);
  });

  test('counts commands, presses, forms and people who may not use them alike, before it asks the network', async () => {
    const { runner, ran, sent, call } = await setUp();
    const message = { messageId: 'm' };
    const used = { author: bystander, address, message };
    for (let times = 0; times < 20; times++) {
      await runner.run(call(bystander), address);
      await runner.press({ kind: 'button', id: 'change:1', ...used });
      await runner.submit({ kind: 'form', id: 'change:1', values: {}, ...used });
    }
    assert.deepEqual(ran, []);
    assert.equal(sent.filter(({ text }) => text.startsWith('Only moderators')).length, 1);
    assert.equal(sent.filter(({ text }) => text.includes('too many')).length, 1);
  });

  test('gives no suggestions to who asks for them without end', async () => {
    const { runner, call } = await setUp();
    const suggested: number[] = [];
    for (let times = 0; times < 200; times++) {
      suggested.push((await runner.complete(call(moderator), 'to')).length);
    }
    assert.equal(suggested.lastIndexOf(1), 179);
    assert.equal(suggested.at(-1), 0);
  });

  test('has people who are not let in delete their words, and nothing else', async () => {
    const { gate } = await setUp();
    const elsewhere = { ...channel, id: 'elsewhere' };
    const powers = new Set<Power>(commands.map(({ power = 'ask' }) => power));
    for (const power of powers) {
      const isAllowed = await gate.allows(power, bystander, elsewhere);
      assert.equal(isAllowed, power === 'delete_my_data', power);
    }
  });
});

describe('createCommandRunner', () => {
  test('says that no more choices are kept', async () => {
    const { runner, sent, call } = await setUp({
      async run() {
        throw new LimitError('for the log');
      },
    });
    await runner.run(call(moderator, { to: 'x' }), address);
    await setImmediate();
    assert.match(sent[0]?.text ?? '', /^I keep as many settings of places and people as I can/);
  });
});
