import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startLocalDiscord } from '../../../playground/discord/index.ts';
import type { LocalDiscord } from '../../../playground/discord/local-discord.ts';
import type { Command } from '../../../src/contracts/command.ts';
import type { InboundEvent } from '../../../src/contracts/inbox.ts';
import type { Platform } from '../../../src/contracts/platform.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { createMemoryAdapter } from '../../../src/store/memory-adapter.ts';
import { createStore } from '../../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../../helpers/fake-clock.ts';
import { GIVE_UP_MS } from '../../helpers/give-up-ms.ts';
import { localized } from '../../helpers/localized.ts';
import { createSharedFleet } from '../../helpers/shared-fleet.ts';
import { putOptions, waitFor } from './start-bot.ts';

const run = async () => ({ text: '' });
const commands: readonly Command[] = [{ name: 'ask', description: localized('Ask'), run }];

/** Discord waits 3 s for a first answer: https://discord.com/developers/docs/interactions/receiving-and-responding */
describe('a command or a press that no process answers in time', () => {
  let network: LocalDiscord;
  let reader: Platform;
  /** The reader's clock, which only the tests move. */
  let clock: FakeClock;
  let roomId: string;
  const fleet = createSharedFleet();
  const read: { readonly event: InboundEvent; readonly carried?: object }[] = [];
  const platforms: Platform[] = [];

  const memory = (of: Clock) => ({
    store: createStore({ adapter: createMemoryAdapter({ clock: of }), clock: of }),
    fleet: fleet.join(),
  });

  function create(of: Clock): Platform {
    const env = { DISCORD_TOKEN: network.token, DISCORD_API_URL: network.apiUrl };
    const platform = createDiscord({ env, clock: of, log: silentLog, commands });
    assert.ok(platform);
    platforms.push(platform);
    return platform;
  }

  /** A process that answers, and began to do so this long after now. */
  async function startWriter(lateMs = 0): Promise<Platform> {
    const own = createFakeClock(clock.now() + lateMs);
    const writer = create(own);
    await writer.startWriting?.(memory(own));
    return writer;
  }

  before(async () => {
    network = await startLocalDiscord({});
    clock = createFakeClock(Date.now());
    reader = create(clock);
    const accept = async (event: InboundEvent, carried?: object) =>
      void read.push(JSON.parse(JSON.stringify({ event, carried })));
    await reader.start({ accept, complete: async () => [] }, undefined, memory(clock));
    roomId = network.rooms().find(({ name }) => name === 'general')?.id ?? '';
  });

  after(async () => {
    await Promise.all(platforms.map((platform) => platform.stop()));
    await network.stop();
  });

  async function next<Kind extends InboundEvent['kind']>(kind: Kind) {
    const isIt = ({ event }: { readonly event: InboundEvent }) => event.kind === kind;
    const found = await waitFor(() => read.find(isIt), `no ${kind}`);
    read.splice(read.indexOf(found), 1);
    const event = found.event as InboundEvent & { readonly kind: Kind };
    return { event, give: (writer: Platform) => writer.receive?.(event, found.carried) };
  }

  const newest = () => network.history(roomId).at(-1);
  const shown = (id: string) => network.history(roomId).find((message) => message.id === id);
  const callbacks = () =>
    network.controls.calls.filter(({ route }) => route.endsWith('/callback')).length;

  /** A message of the bot with a button, which somebody presses. */
  async function press(mayOpenForm = false) {
    const { author } = await network.say({ roomId, text: `<@${network.bot.id}> hi` });
    const { event } = await next('message');
    const controls = [[{ id: 'stop:1', label: 'Stop', mayOpenForm }]];
    const surface = (await startWriter()).surface(event.address);
    const { messageId } = await surface.put(
      undefined,
      { content: 'press' },
      putOptions({ controls }),
    );
    const buttonId = shown(messageId)?.buttons[0]?.[0]?.id ?? '';
    const pressed = network.press({ roomId, authorId: author.id, messageId, buttonId });
    return { pressed, messageId };
  }

  test('is deferred by the process that read it, and the command gets its answer later', async () => {
    const ran = network.run({ roomId, name: 'ask' });
    const { event, give } = await next('command');
    await clock.advance(2_300);
    await ran;
    const deferral = newest();
    assert.equal(deferral?.text, '');
    const heir = await startWriter(8_000);
    give(heir);
    await heir.surface(event.address).put(undefined, { content: 'late' }, putOptions());
    assert.deepEqual([newest()?.text, newest()?.id], ['late', deferral?.id]);
  });

  test('leaves the message of its button as it is when a late answer is one more message', async () => {
    const { pressed, messageId } = await press();
    const { event, give } = await next('button');
    await clock.advance(2_300);
    await pressed;
    const heir = await startWriter(8_000);
    give(heir);
    const surface = heir.surface(event.address);
    await surface.put(undefined, { content: 'only for you' }, putOptions({ onlyAsker: true }));
    assert.equal(shown(messageId)?.text, 'press');
    assert.deepEqual([newest()?.text, newest()?.onlyYou], ['only for you', true]);
    await surface.put(event.message, { content: 'pressed' }, putOptions());
    assert.equal(shown(messageId)?.text, 'pressed');
  });

  test('opens no form, and takes an answer, when a process begins just after that', async () => {
    const { pressed } = await press(true);
    const { event, give } = await next('button');
    await clock.advance(2_300);
    await pressed;
    const heir = await startWriter(100);
    give(heir);
    const surface = heir.surface(event.address);
    const form = { id: 'f', title: 'Write', fields: [{ name: 'text', label: 'Text' }] };
    const signal = AbortSignal.timeout(GIVE_UP_MS);
    assert.equal(await surface.showForm?.(form, signal), false);
    await surface.put(undefined, { content: 'too late' }, putOptions({ onlyAsker: true }));
    assert.equal(newest()?.text, 'too late');
  });

  test('is left alone when a process has answered it', async () => {
    const before = callbacks();
    const ran = network.run({ roomId, name: 'ask' });
    const { event, give } = await next('command');
    const writer = await startWriter();
    give(writer);
    await writer.surface(event.address).put(undefined, { content: 'in time' }, putOptions());
    await ran;
    await clock.advance(2_300);
    assert.equal(callbacks() - before, 1);
  });

  test('keeps its answer when nobody told that there is one', async () => {
    const before = callbacks();
    const ran = network.run({ roomId, name: 'ask' });
    const { event, give } = await next('command');
    const writer = await startWriter();
    give(writer);
    fleet.setLossy(true);
    await writer.surface(event.address).put(undefined, { content: 'in time' }, putOptions());
    fleet.setLossy(false);
    await ran;
    await clock.advance(2_300);
    await waitFor(() => callbacks() - before === 2, 'not deferred again');
    // The code is 40060: the interaction is acknowledged already.
    assert.equal(network.controls.calls.at(-1)?.status, 400);
    assert.equal(newest()?.text, 'in time');
  });
});
