import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Address } from '../../../../src/contracts/address.ts';
import { createTelegram } from '../../../../src/platforms/telegram/index.ts';
import { createFakeClock, type FakeClock } from '../../../helpers/fake-clock.ts';
import { GIVE_UP_MS } from '../../../helpers/give-up-ms.ts';
import { createRecordingLog } from '../../../helpers/recording-log.ts';
import {
  ok,
  refused,
  type ScriptedTelegram,
  startScriptedTelegram,
  TOKEN,
} from '../scripted-telegram.ts';

const group: Address = {
  channel: { platform: 'telegram', id: '-50', kind: 'group' },
  questionId: '42',
};
const topic: Address = {
  channel: { platform: 'telegram', id: '-100/5', kind: 'thread', parentId: '-100' },
  questionId: '43',
};

/** After this time, the next call is made at once. */
const GAP_MS = 200;

describe('createReactions', () => {
  let telegram: ScriptedTelegram;
  let clock: FakeClock;
  /** The scope and the overall limit of each call that asks for its turn. */
  let turns: unknown[];
  let react: (address: Address, emoji?: string, signal?: AbortSignal) => Promise<void>;

  beforeEach(async () => {
    telegram = await startScriptedTelegram();
    clock = createFakeClock();
    const env = { TELEGRAM_TOKEN: TOKEN, TELEGRAM_API_URL: telegram.url };
    const platform = createTelegram({ env, clock, log: createRecordingLog(), commands: [] });
    assert.ok(platform);
    turns = [];
    platform.shareLimits?.(async ({ scope, calls, overall }) => {
      turns.push([scope, calls, overall?.scope, overall?.calls]);
      return () => void turns.push('end');
    });
    react = async (address, emoji, signal = AbortSignal.timeout(GIVE_UP_MS)) =>
      platform.surface(address).react?.(emoji, signal);
  });

  afterEach(() => telegram.stop());

  const payloads = () => telegram.calls.map(({ payload }) => payload);

  // Bot API: an empty list removes the reaction, and topics are not named (lidge-jun/cli-jaw #413).
  test('sets a reaction on the question, and removes it', async () => {
    await react(group, '👀');
    await clock.advance(GAP_MS);
    await react(topic);
    assert.deepEqual(payloads(), [
      { chat_id: '-50', message_id: 42, reaction: [{ type: 'emoji', emoji: '👀' }] },
      { chat_id: '-100', message_id: 43, reaction: [] },
    ]);
    await react({ channel: group.channel }, '👀');
    assert.equal(telegram.calls.length, 2);
    const turn = [['telegram:reactions', 5, 'telegram', 30], 'end'];
    assert.deepEqual(turns, [...turn, ...turn]);
  });

  test('says where reactions are not allowed, and does not ask there again for some time', async () => {
    telegram.script('setMessageReaction', refused(400, 'Bad Request: REACTION_INVALID'), ok(true));
    await assert.rejects(react(group, '👀'), { kind: 'forbidden' });
    await assert.rejects(react(group, '👀'), { kind: 'forbidden' });
    assert.equal(telegram.calls.length, 1);
    await clock.advance(10 * 60_000 + 1);
    await react(group, '👀');

    await clock.advance(GAP_MS);
    telegram.script('setMessageReaction', refused(404, 'Not Found'));
    await assert.rejects(react(topic, '👀'), { kind: 'forbidden' });
  });

  test('a deleted question needs no removal', async () => {
    telegram.script('setMessageReaction', refused(400, 'Bad Request: message to react not found'));
    await assert.rejects(react(group, '👀'), { kind: 'gone' });
    await clock.advance(GAP_MS);
    await react(group);
  });

  test('sets the reactions of one moment one after the other', async () => {
    const reactions = [group, topic, group].map((address) => react(address, '👀'));
    await telegram.seen('setMessageReaction');
    assert.equal(telegram.calls.length, 1);
    await clock.advance(400);
    await Promise.all(reactions);
    assert.equal(telegram.calls.length, 3);
  });

  test('removes later what could not be removed, and leaves out what could not be set', async () => {
    await react(group, '👀');
    await assert.rejects(react(topic, '👀', AbortSignal.abort()), { kind: 'canceled' });
    await react(group, undefined, AbortSignal.abort());
    assert.equal(telegram.calls.length, 1);
    await clock.advance(5_600);
    await telegram.seen('setMessageReaction', 2);
    assert.deepEqual(payloads().at(-1)?.reaction, []);
  });

  test('makes no call during a wait that Telegram asked for, and then removes', async () => {
    const limited = refused(429, 'Too Many Requests: retry after 5', { retry_after: 5 });
    telegram.script('setMessageReaction', limited, ok(true));
    await assert.rejects(react(group, '👀'), { kind: 'rate_limit' });
    await clock.advance(GAP_MS);
    await assert.rejects(react(group, '👀'), { kind: 'rate_limit' });
    await clock.advance(GAP_MS);
    await react(group);
    assert.equal(telegram.calls.length, 1);
    await clock.advance(5_000);
    await telegram.seen('setMessageReaction', 2);
  });
});
