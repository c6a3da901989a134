import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startLocalDiscord } from '../../../playground/discord/index.ts';
import type { LocalDiscord } from '../../../playground/discord/local-discord.ts';
import type { Command } from '../../../src/contracts/command.ts';
import type { InboundEvent } from '../../../src/contracts/inbox.ts';
import type { Platform } from '../../../src/contracts/platform.ts';
import { chatKey } from '../../../src/lib/chat-key.ts';
import { type Clock, systemClock } from '../../../src/lib/clock.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { createFakeClock, type FakeClock } from '../../helpers/fake-clock.ts';
import { GIVE_UP_MS } from '../../helpers/give-up-ms.ts';
import { localized } from '../../helpers/localized.ts';
import { putOptions, waitFor } from './start-bot.ts';

const signal = () => AbortSignal.timeout(GIVE_UP_MS);
const run = async () => ({ text: '' });
const commands: readonly Command[] = [
  {
    name: 'ask',
    description: localized('Ask'),
    options: [
      { name: 'prompt', description: localized('Words') },
      { name: 'private', description: localized('Only for me') },
    ],
    run,
  },
  {
    name: 'explain',
    description: localized('Explain'),
    target: 'message',
    menuName: localized('Explain'),
    run,
  },
];

describe('a process that answers without a gateway connection', () => {
  let network: LocalDiscord;
  let reader: Platform;
  let writer: Platform;
  /** The writer's clock, which only the tests move. */
  let clock: FakeClock;
  let roomId: string;
  /** What the reader has read, as it comes out of a store. */
  const read: { readonly event: InboundEvent; readonly carried?: object }[] = [];
  const stopped: Promise<void>[] = [];

  function create(of: Clock, own: readonly Command[]): Platform {
    const env = { DISCORD_TOKEN: network.token, DISCORD_API_URL: network.apiUrl };
    const platform = createDiscord({ env, clock: of, log: silentLog, commands: own });
    assert.ok(platform);
    return platform;
  }

  before(async () => {
    network = await startLocalDiscord({});
    clock = createFakeClock(Date.now());
    reader = create(systemClock, commands);
    writer = create(clock, []);
    await reader.start({
      accept: async (event, carried) =>
        void read.push(JSON.parse(JSON.stringify({ event, carried }))),
      complete: async () => [],
    });
    await writer.startWriting?.();
    roomId = network.rooms().find(({ name }) => name === 'general')?.id ?? '';
  });

  after(async () => {
    await Promise.all([writer.stop(), reader.stop(), ...stopped]);
    await network.stop();
  });

  /** The next event of a kind; the writer has received it. */
  async function next<Kind extends InboundEvent['kind']>(kind: Kind) {
    const isIt = ({ event }: { readonly event: InboundEvent }) => event.kind === kind;
    const found = await waitFor(() => read.find(isIt), `no ${kind}`);
    read.splice(read.indexOf(found), 1);
    writer.receive?.(found.event, found.carried);
    // A process that takes over receives events again.
    writer.receive?.(found.event, found.carried);
    return {
      event: found.event as InboundEvent & { readonly kind: Kind },
      carried: found.carried,
    };
  }

  const newest = (viewerId?: string) => network.history(roomId, viewerId).at(-1);
  const mention = (text: string) => network.say({ roomId, text: `@${network.bot.name} ${text}` });

  test('knows its account as the reading process does, without commands and connections of its own', () => {
    assert.deepEqual(writer.identity?.(), reader.identity?.());
    assert.equal(writer.botName(), reader.botName());
    assert.deepEqual(
      network.commands(roomId).map(({ name }) => name),
      ['ask'],
    );
  });

  test('answers a message, of which nothing but the event came along, and knows an edit', async () => {
    const said = await mention('hi');
    const { event, carried } = await next('message');
    assert.equal(carried, undefined);
    const surface = writer.surface(event.address);
    const answer = await surface.put(undefined, { content: 'hello' }, putOptions());
    assert.deepEqual([newest()?.text, newest()?.replyTo], ['hello', said.id]);
    await network.edit(roomId, said.id, `@${network.bot.name} hi there`);
    assert.equal((await next('edited')).event.message.text, 'hi there');
    await surface.put(answer, { content: 'hello there' }, putOptions());
    assert.equal(newest()?.text, 'hello there');
  });

  test('answers a private command for its person alone', async () => {
    const robin = network.people().find(({ name }) => name === 'Robin')?.id;
    const ran = network.run({ roomId, name: 'ask', options: { prompt: 'x', private: 'true' } });
    const { event } = await next('command');
    const surface = writer.surface(event.address);
    await surface.put(undefined, { content: 'secret' }, putOptions({ onlyAsker: true }));
    await ran;
    assert.deepEqual([newest()?.text, newest()?.onlyYou], ['secret', true]);
    assert.notEqual(newest(robin)?.text, 'secret');
  });

  test('opens a form for a press, and edits the message of the button when it was sent', async () => {
    await mention('buttons');
    const { event } = await next('message');
    const controls = [[{ id: 'persona:write', label: 'Write', mayOpenForm: true }]];
    const shown = await writer
      .surface(event.address)
      .put(undefined, { content: 'press' }, putOptions({ controls }));
    const buttonId = newest()?.buttons[0]?.[0]?.id ?? '';
    const pressed = network.press({ roomId, messageId: shown.messageId, buttonId });
    const press = await next('button');
    // Other presses are acknowledged by then, and would open no form.
    await clock.advance(500);
    const form = { id: 'persona:sent', title: 'Write', fields: [{ name: 'text', label: 'Text' }] };
    assert.equal(await writer.surface(press.event.address).showForm?.(form, signal()), true);
    await pressed;
    const submitted = network.controls.submitModal({ text: 'kind words' });
    const { event: sent } = await next('form');
    assert.deepEqual(sent.values, { text: 'kind words' });
    const { message } = sent;
    await writer.surface(sent.address).put(message, { content: 'written' }, putOptions());
    await submitted;
    assert.equal(network.history(roomId).find(({ id }) => id === shown.messageId)?.text, 'written');
  });

  test('fetches the file of a question without asking for its message, but not of a changed one', async () => {
    const bytes = new TextEncoder().encode('notes');
    const file = { name: 'a.txt', mime: 'text/plain', bytes };
    const { id } = await network.say({ roomId, text: `@${network.bot.name} read`, file });
    const { event } = await next('message');
    const lookUps = () =>
      network.controls.calls.filter(({ path }) => path.includes(`/messages/${id}`)).length;
    const ref = event.message.attachments[0]?.ref ?? '';
    assert.deepEqual(new Uint8Array(await writer.fetch(ref, signal())), bytes);
    assert.equal(lookUps(), 0);
    await network.remove(roomId, id);
    await next('deleted');
    await assert.rejects(writer.fetch(ref, signal()), { kind: 'gone' });
    assert.notEqual(lookUps(), 0);
  });

  test('fetches what a command shared from a place that the bot cannot read', async () => {
    const { id: hiddenId } = network.controls.addChannel('hidden');
    const bytes = new TextEncoder().encode('plans');
    const file = { name: 'p.txt', mime: 'text/plain', bytes };
    const { id: targetId } = await network.say({ roomId: hiddenId, text: 'look', file });
    await next('message');
    network.controls.denyPermissions(hiddenId, ['viewChannel']);
    const ran = network.run({ roomId: hiddenId, name: 'Explain', targetId });
    const { event, carried } = await next('command');
    assert.ok(JSON.stringify(carried).length < 1_000);
    const { target } = event.call;
    const ref = typeof target === 'object' ? target.attachments[0]?.ref : undefined;
    assert.deepEqual(new Uint8Array(await writer.fetch(ref ?? '', signal())), bytes);
    await writer.surface(event.address).put(undefined, { content: 'so' }, putOptions());
    await ran;
  });

  test('reads a linked message, and none that the bot may not read', async () => {
    const { id: otherId } = network.controls.addChannel('other');
    const { id } = await network.say({ roomId: otherId, text: 'linked words' });
    const { server } = (await next('message')).event.message.channel;
    await mention(`see https://discord.com/channels/${server}/${otherId}/${id}`);
    const [link] = (await next('message')).event.message.links ?? [];
    assert.ok(link);
    const linked = await writer.archive?.read(link, signal());
    assert.equal(linked?.text, 'linked words');
    assert.deepEqual(linked?.channel, (await reader.archive?.read(link, signal()))?.channel);
    network.controls.denyPermissions(otherId, ['viewChannel']);
    assert.equal(await writer.archive?.read(link, signal()), undefined);
  });

  test('opens a thread for a mention, and every event in it names its channel', async () => {
    const asked = await mention('why is the sky blue?');
    const { event } = await next('message');
    const thread = {
      ...event.address.channel,
      id: asked.id,
      kind: 'thread',
      parentId: roomId,
    } as const;
    const address = { channel: thread, questionId: asked.id, opensThread: 'The sky' };
    await writer.openThread?.(address, signal());
    const controls = [[{ id: 'stop', label: 'Stop' }]];
    const answer = await writer
      .surface(address)
      .put(undefined, { content: 'It scatters.' }, putOptions({ controls }));

    const said = await network.say({ roomId: thread.id, text: 'and at night?' });
    const chats = [chatKey((await next('message')).event.message.channel)];
    await network.edit(thread.id, said.id, 'and in the evening?');
    chats.push(chatKey((await next('edited')).event.address.channel));
    await network.remove(thread.id, said.id);
    chats.push(chatKey((await next('deleted')).event.channel));
    const pressed = network.press({
      roomId: thread.id,
      messageId: answer.messageId,
      buttonId: 'stop',
    });
    const press = (await next('button')).event;
    await writer.surface(press.address).put(press.message, { content: 'Done.' }, putOptions());
    await pressed;
    chats.push(chatKey(press.address.channel));
    const ran = network.run({ roomId: thread.id, name: 'ask', options: { private: 'true' } });
    const command = (await next('command')).event;
    await writer.surface(command.address).put(undefined, { content: 'so' }, putOptions());
    await ran;
    chats.push(chatKey(command.address.channel));
    const [start] =
      (await writer.archive?.readBefore(
        { channelId: thread.id, messageId: '9'.repeat(19) },
        1,
        signal(),
      )) ?? [];
    chats.push(chatKey(start?.channel ?? thread));
    assert.deepEqual(new Set(chats), new Set([`discord:${roomId}`]));
    assert.equal(start?.channel.name, 'The sky');
  });

  // Discord waits 3 s for the first answer, from the interaction's own time:
  // https://discord.com/developers/docs/interactions/receiving-and-responding
  test('defers a slow command in time, counted from its use, and fills the deferral', async () => {
    const ran = network.run({ roomId, name: 'ask', options: { prompt: 'why?' } });
    const { event } = await waitFor(
      () => read.find((each) => each.event.kind === 'command'),
      'no command',
    );
    assert.ok(event.kind === 'command' && event.address.interaction);
    const madeAt = event.address.interaction.expiresAt - 15 * 60_000;
    // The event waited in the store until a second after its use.
    await clock.advance(Math.max(0, madeAt + 1_000 - clock.now()));
    await next('command');
    const waitedFor = clock.pending;
    await clock.advance(499);
    assert.equal(clock.pending, waitedFor);
    await clock.advance(1);
    await ran;
    const deferral = newest();
    assert.equal(deferral?.text, '');
    await writer.surface(event.address).put(undefined, { content: 'so' }, putOptions());
    assert.deepEqual([newest()?.text, newest()?.id], ['so', deferral?.id]);
  });

  test('finishes in another process what one has acknowledged, and writes over nothing', async () => {
    const ran = network.run({ roomId, name: 'ask', options: { prompt: 'how?' } });
    const { event, carried } = await next('command');
    const first = await writer
      .surface(event.address)
      .put(undefined, { content: 'half an ans' }, putOptions());
    await ran;

    const heir = create(createFakeClock(Date.now() + 15_000), []);
    stopped.push(heir.stop());
    await heir.startWriting?.();
    heir.receive?.(event, carried);
    const surface = heir.surface(event.address);
    await surface.put(first, { content: 'an answer,' }, putOptions());
    await surface.put(undefined, { content: 'its end' }, putOptions({ after: first }));
    const answers = network.history(roomId).slice(-2);
    assert.deepEqual(
      answers.map(({ text }) => text),
      ['an answer,', 'its end'],
    );
  });
});
