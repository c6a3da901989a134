import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createCommandPace } from '../../src/bot/command-pace.ts';
import type { Power } from '../../src/contracts/access.ts';
import type { Address, Interaction } from '../../src/contracts/address.ts';
import type { Author } from '../../src/contracts/chat-message.ts';
import type { CommandAdmission } from '../../src/contracts/limits.ts';
import { channel, said } from '../conversations/messages.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const { author: someone } = said().message;
const person = (id: string): Author => ({ ...someone, id });
const room = channel('room');

/** A surface whose scope is the chat, or each interaction. */
const surface = ({ channel: { id }, interaction }: Address) => ({
  budget: () => ({ scope: interaction?.id ?? id, calls: 20, windowMs: 60_000, gapMs: 0 }),
});

let interactions = 0;
const press = (): Interaction => ({ id: `press ${++interactions}`, token: '', expiresAt: 0 });

function setUp(admitCommand?: () => CommandAdmission) {
  const clock = createFakeClock();
  const access = { isAdmin: ({ id }: Author) => id === 'admin' };
  const pace = createCommandPace({
    access,
    clock,
    surface,
    limits: admitCommand && { admitCommand },
  });
  /** Uses a command a number of times at one moment, and gives how often it was admitted. */
  const use = (
    id: string,
    times: number,
    { power = 'ask' as Power, in: place = room, isPress = true } = {},
  ) => {
    const address = () => ({ channel: place, ...(isPress && { interaction: press() }) });
    const admissions = Array.from({ length: times }, () =>
      pace.admit(power, person(id), address()),
    );
    return admissions.filter(({ kind }) => kind === 'admitted').length;
  };
  return { clock, pace, use };
}

describe('createCommandPace', () => {
  test('admits 30 commands of a person in any minute, and 120 of an admin', async () => {
    const { clock, use } = setUp();
    assert.equal(use('ann', 20), 20);
    await clock.advance(30_000);
    assert.equal(use('ann', 20), 10);
    await clock.advance(30_000);
    assert.equal(use('ann', 40), 20);
    assert.equal(use('admin', 200, { in: channel('other') }), 120);
  });

  test('always lets people stop and take back their words, whoever does what', () => {
    const { use } = setUp();
    for (let index = 0; index < 10; index++) use(`raider ${index}`, 50);
    use('ann', 100);
    assert.equal(use('ann', 1, { power: 'stop' }), 1);
    assert.equal(use('ann', 1, { power: 'delete_my_data' }), 1);
    assert.equal(use('ann', 1_000, { power: 'stop' }), 28, 'also these are bounded');
  });

  test('bounds many accounts in one channel with its threads, and leaves other channels alone', () => {
    const { use } = setUp();
    const thread = { ...channel('thread'), kind: 'thread' as const, parentId: 'room' };
    let admitted = 0;
    for (let index = 0; index < 20; index++) {
      admitted += use(`raider ${index}`, 10, { in: index % 2 ? room : thread });
    }
    assert.equal(admitted, 120);
    assert.equal(use('bob', 1, { in: channel('hall') }), 1);
  });

  test('bounds many accounts in many channels of one bot, and leaves other bots alone', () => {
    const { use } = setUp();
    let admitted = 0;
    for (let index = 0; index < 200; index++) {
      admitted += use(`raider ${index}`, 10, { in: channel(`room ${index}`) });
    }
    assert.equal(admitted, 1_200);
    assert.equal(use('bob', 1, { in: { ...room, platform: 'another' } }), 1);
  });

  test('has who is over their own limit use up nothing that others share', () => {
    const { use } = setUp();
    use('ann', 10_000);
    assert.equal(use('bob', 30), 30);
  });

  test('tells each person once a minute, and a channel once', () => {
    const { pace, use } = setUp();
    const told = (id: string) => {
      const admission = pace.admit('ask', person(id), { channel: room });
      assert.ok(admission.kind === 'refused');
      return admission.isTold;
    };
    use('ann', 30);
    assert.deepEqual([told('ann'), told('ann')], [false, true]);
    for (let index = 0; index < 4; index++) use(`raider ${index}`, 30);
    assert.deepEqual([told('bob'), told('cem')], [true, true], 'raider 3 was told for all');
  });

  test('leaves a part of the writes of a shared chat to its answers, where commands take them', () => {
    const inChat = { in: room, isPress: false };
    const { use } = setUp();
    assert.equal(use('ann', 12, inChat), 10, 'half of the 20 writes');
    assert.equal(use('bob', 12, inChat), 5, 'the rest of three quarters');
    assert.equal(use('ann', 1, { ...inChat, power: 'stop' }), 1);
    const direct = { ...channel('direct'), kind: 'direct' as const };
    assert.equal(use('cem', 40, { in: direct, isPress: false }), 30);
  });

  test('bounds exports, which read a whole history, more than other commands', () => {
    const { use } = setUp();
    assert.equal(use('ann', 20, { power: 'export' }), 5);
    assert.equal(use('ann', 20), 10);
  });

  test('has the limit of the operator in place of its own', () => {
    assert.equal(setUp(() => ({ kind: 'admitted', isPersonLimited: true })).use('ann', 100), 100);
    assert.equal(setUp(() => ({ kind: 'admitted' })).use('ann', 100), 30);
    const refused = { kind: 'refused', resetsAt: 1, isTold: true } as const;
    assert.equal(setUp(() => refused).use('ann', 100), 0);
    assert.equal(setUp(() => refused).use('ann', 1, { power: 'stop' }), 1);
  });
});
