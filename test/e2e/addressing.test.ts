import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LocalNetwork } from '../../playground/local-network.ts';
import { botMessages, roomOf, useParley, waitForAnswer } from '../helpers/start-parley.ts';

/** A kind of room, and how a message there addresses the bot. */
interface Case {
  readonly network: 'discord' | 'telegram';
  readonly kind: string;
  readonly room?: string;
  /** Empty: the bot answers every message. */
  readonly mention: string;
}

const cases: readonly Case[] = [
  { network: 'discord', kind: 'direct', mention: '' },
  { network: 'discord', kind: 'channel', mention: '@Parley ' },
  { network: 'discord', kind: 'channel', mention: '@&Parley ' },
  { network: 'discord', kind: 'thread', mention: '@Parley ' },
  { network: 'telegram', kind: 'direct', mention: '' },
  { network: 'telegram', kind: 'group', mention: '@parley_bot ' },
  { network: 'telegram', kind: 'topic', room: 'General', mention: '@parley_bot ' },
  { network: 'telegram', kind: 'topic', room: 'Ideas', mention: '@parley_bot ' },
];

describe('the bot answers', () => {
  const networks = useParley();
  const network = (name: Case['network']): LocalNetwork => networks[name];

  for (const { network: name, kind, room, mention } of cases) {
    test(`on ${name}, in a ${kind} ${room ?? ''}, ${mention ? `a mention as ${mention}` : 'every message'}`, async () => {
      const roomId = roomOf(network(name), kind, room);
      const words = `pomegranate ${kind}${mention}`.replaceAll(/\W/g, '');
      const question = await network(name).say({ roomId, text: `${mention}echo ${words}` });
      const answer = await waitForAnswer(network(name), question, new RegExp(`^${words}$`));
      // A private chat on Telegram shows the question right above its answer.
      const isPlain = name === 'telegram' && kind === 'direct';
      assert.equal(answer.replyTo, isPlain ? undefined : question.id);
      assert.deepEqual(answer.pings, []);
    });
  }

  for (const [name, kind, mention] of [
    ['discord', 'channel', '@Parley '],
    ['telegram', 'group', '@parley_bot '],
  ] as const) {
    test(`on ${name}, a reply to the bot without a mention`, async () => {
      const roomId = roomOf(network(name), kind);
      const question = await network(name).say({ roomId, text: `${mention}echo first` });
      const answer = await waitForAnswer(network(name), question, /^first$/);
      const reply = await network(name).say({ roomId, text: 'echo second', replyTo: answer.id });
      await waitForAnswer(network(name), reply, /^second$/);
    });

    test(`on ${name}, the message to which a bare mention replies`, async () => {
      const roomId = roomOf(network(name), kind);
      const robin = network(name)
        .people()
        .find((person) => person.name === 'Robin');
      assert.ok(robin);
      const original = await network(name).say({
        roomId,
        authorId: robin.id,
        text: 'Is the pineapple ripe?',
      });
      const mentioned = await network(name).say({
        roomId,
        text: mention.trim(),
        replyTo: original.id,
      });
      await waitForAnswer(network(name), mentioned, /pineapple/);
    });

    test(`on ${name}, a bare mention with how to ask`, async () => {
      const roomId = roomOf(network(name), kind);
      const mentioned = await network(name).say({ roomId, text: mention.trim() });
      await waitForAnswer(network(name), mentioned, /Write your question/);
    });

    test(`on ${name}, no message that does not address it`, async () => {
      const roomId = roomOf(network(name), kind);
      const chatter = await network(name).say({ roomId, text: 'echo not for you' });
      const question = await network(name).say({ roomId, text: `${mention}echo for you` });
      await waitForAnswer(network(name), question, /^for you$/);
      assert.equal(
        botMessages(network(name), roomId, chatter).filter(({ text }) => text.includes('not'))
          .length,
        0,
      );
    });
  }

  test('no other bot, even if that bot mentions it', async () => {
    const { discord } = networks;
    const roomId = roomOf(discord, 'channel');
    const authorId = discord.controls.addPerson('Another', { isBot: true });
    const chatter = await discord.say({ roomId, authorId, text: '@Parley echo from a bot' });
    const question = await discord.say({ roomId, text: '@Parley echo from a person' });
    await waitForAnswer(discord, question, /^from a person$/);
    assert.equal(botMessages(discord, roomId, chatter).length, 1);
  });

  test('with the names of the people in a shared channel', async () => {
    const discord = network('discord');
    const roomId = roomOf(discord, 'channel', 'random');
    const robin = discord.people().find((person) => person.name === 'Robin');
    assert.ok(robin);
    const first = await discord.say({
      roomId,
      authorId: robin.id,
      text: '@Parley my word is walnut',
    });
    await waitForAnswer(discord, first, /Hello, Robin/);
    const second = await discord.say({ roomId, text: '@Parley what was the word?' });
    await waitForAnswer(discord, second, /I remember 2 messages from Robin, .*walnut/);
  });

  test('in a thread or a topic without the history of its parent', async () => {
    for (const [name, kind, mention] of [
      ['discord', 'thread', '@Parley '],
      ['telegram', 'topic', '@parley_bot '],
    ] as const) {
      const rooms = network(name)
        .rooms()
        .filter((room) => room.kind === kind);
      const thread = rooms.at(-1)?.id ?? '';
      const question = await network(name).say({ roomId: thread, text: `${mention}echo inside` });
      await waitForAnswer(network(name), question, /^inside$/);
      const parent =
        name === 'discord'
          ? roomOf(network(name), 'channel', 'general')
          : roomOf(network(name), 'topic', 'General');
      const outside = await network(name).say({
        roomId: parent,
        text: `${mention}what do you remember`,
      });
      const answer = await waitForAnswer(network(name), outside, /Hello/);
      assert.doesNotMatch(answer.text, /inside/);
    }
  });

  test('a broken file with a sentence, and with words with an answer that mentions the file', async () => {
    const file = { name: 'book.pdf', mime: 'application/pdf', bytes: new Uint8Array(10) };
    for (const name of ['discord', 'telegram'] as const) {
      const roomId = roomOf(network(name), 'direct');
      const alone = await network(name).say({ roomId, text: '', file });
      await waitForAnswer(network(name), alone, /couldn't read .?book\.pdf.?: it is/);
      const words = await network(name).say({ roomId, text: 'echo look at this', file });
      await waitForAnswer(network(name), words, /^look at this[\s\S]*couldn't read .?book/);
    }
  });
});
