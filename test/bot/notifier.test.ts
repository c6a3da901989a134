import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createNotifier } from '../../src/bot/notifier.ts';
import type { CommandReply } from '../../src/contracts/command.ts';
import type { MessageRef, PutOptions, ReplySurface } from '../../src/contracts/reply-surface.ts';
import { PlatformError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { said } from '../conversations/messages.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface } from '../helpers/fake-surface.ts';

const form = { id: 'a:b', title: 'A', fields: [{ name: 'a', label: 'A' }] };

/** Gives what is shown after a reply on a network with this `showForm`, and the messages that were written. */
async function send(reply: CommandReply, showForm?: ReplySurface['showForm']) {
  const clock = createFakeClock();
  const fake = createFakeSurface();
  const surface: ReplySurface = showForm ? Object.assign(fake, { showForm }) : fake;
  const replies = createReplies({ clock, log: silentLog });
  const notifier = createNotifier({ surface: () => surface, replies, clock, log: silentLog });
  notifier.send(said().address, reply);
  await clock.advance(30_000);
  return [...fake.messages.values()];
}

describe('the notifier', () => {
  test('shows a form in place of the words, and the words where there is none', async () => {
    const reply = { text: 'Type it.', form };
    assert.deepEqual(await send(reply, async () => true), []);
    assert.deepEqual(await send(reply), ['Type it.']);
    assert.deepEqual(await send(reply, async () => false), ['Type it.']);
    const failing = () =>
      Promise.reject(new PlatformError('down', { kind: 'network', platform: 'discord' }));
    assert.deepEqual(await send(reply, failing), ['Type it.']);
  });

  test('says after the reply what changed for all', async () => {
    const reply = { text: 'Your menu.', announcement: 'Ada changed it.', onlyAsker: true };
    assert.deepEqual(await send(reply), ['Your menu.', 'Ada changed it.']);
  });

  test('says once per hour to all who ask, or to each of them where nobody else sees it', async () => {
    const { message } = said();
    for (const [isPrivate, expected] of [
      [true, ['refused', 'refused']],
      [false, ['refused']],
    ] as const) {
      const clock = createFakeClock();
      const fake = createFakeSurface();
      const put: ReplySurface['put'] = async (...args) => ({
        ...(await fake.put(args[0], String(args[1]), args[2] as PutOptions<MessageRef, string>)),
        onlyAsker: isPrivate,
      });
      const surface: ReplySurface = Object.assign(Object.create(fake), { put });
      const replies = createReplies({ clock, log: silentLog });
      const notifier = createNotifier({ surface: () => surface, replies, clock, log: silentLog });
      for (const askerId of ['1', '2', '1', '2'])
        notifier.sendOncePerHour('topic', { channel: message.channel, askerId }, 'refused');
      await clock.advance(60_000);
      assert.deepEqual([...fake.messages.values()], expected);

      await clock.advance(3_600_000);
      notifier.sendOncePerHour('topic', { channel: message.channel, askerId: '2' }, 'again');
      await clock.advance(60_000);
      assert.equal([...fake.messages.values()].at(-1), 'again');
    }
  });
});
