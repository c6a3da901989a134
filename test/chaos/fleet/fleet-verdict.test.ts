import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type LocalDiscord, startLocalDiscord } from '../../../playground/discord/index.ts';
import type { Channel } from '../../../src/contracts/chat-message.ts';
import type { Turn } from '../../../src/contracts/turns.ts';
import { createFakeMessage, createFakeTurn } from '../../helpers/fake-turn.ts';
import { writeAnswer } from '../marks.ts';
import type { Seat } from '../people.ts';
import { judgeFleet } from './fleet-verdict.ts';

describe('the verdict on a fleet', () => {
  let discord: LocalDiscord;
  let rooms = 0;

  before(async () => {
    discord = await startLocalDiscord();
  });
  after(() => discord.stop());

  /** A new channel in which one person asks. */
  function openRoom() {
    const roomId = discord.controls.addChannel(`room-${rooms++}`).id;
    const seat: Seat = { network: discord, roomId, authorId: discord.me.id, mention: '' };
    const channel: Channel = { platform: 'discord', id: roomId, kind: 'group' };
    let turns = 0;

    const say = async (mark: string) => {
      const message = await discord.say({ roomId, text: `ask:${mark}` });
      return { seat, question: mark, file: undefined, message, earlier: [] as string[] };
    };
    const write = async (content: string) => {
      const response = await fetch(`${discord.apiUrl}/v10/channels/${roomId}/messages`, {
        method: 'POST',
        headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ content }),
      });
      assert.equal(response.status, 200);
      return String(Object(await response.json()).id);
    };
    /** A turn that has ended. `asked`: the questions that it holds now, with the ids of their messages. */
    const turnOf = (
      asked: readonly (readonly [id: string, question: string])[],
      messageIds: readonly string[],
      text = '',
    ): Turn =>
      createFakeTurn({
        id: `discord:${roomId}#${++turns}`,
        conversation: `discord:${roomId}`,
        sequence: turns,
        state: text ? 'done' : 'stopped',
        inputs: asked.map(([id, question]) =>
          createFakeMessage({ id, channel, text: `ask:${question}` }),
        ),
        address: { channel },
        answerMessages: messageIds.map((messageId) => ({ messageId })),
        versions: text ? [{ text, provider: 'p', model: 'm', end: 'stop' }] : [],
      });
    return { seat, say, write, turnOf };
  }

  const answer = (question: string, request: number) => writeAnswer(question, request, 8);
  const half = (question: string, request: number) =>
    answer(question, request).slice(0, `${question}a${request}`.length * 5);

  test('lets an answer stay whose question was deleted or edited when it had ended', async () => {
    const { seat, say, write, turnOf } = openRoom();
    // q1 is deleted. q2 is edited when q3 is the newest. q4 is deleted after one answer to both q3 and q4.
    const deleted = await say('q1');
    const first = turnOf([], [await write(answer('q1', 1))]);
    const edited = { ...(await say('q2')), question: 'q5', earlier: ['q2'] };
    const second = turnOf(
      [[edited.message.id, 'q5']],
      [await write(answer('q2', 2))],
      answer('q2', 2),
    );
    const kept = await say('q3');
    const part = await say('q4');
    const third = turnOf(
      [[kept.message.id, 'q3']],
      [await write(answer('q4', 3))],
      answer('q4', 3),
    );

    const { broken, answered } = judgeFleet([first, second, third], {
      seats: [seat],
      questions: new Map([
        ['q5', edited],
        ['q3', kept],
      ]),
      withdrawn: new Set(['q1', 'q2', 'q4']),
      deleted: [deleted.message, part.message],
    });
    assert.deepEqual(broken, []);
    assert.equal(answered, 2);
  });

  test('finds the beginning of an answer to a deleted question that no turn knows', async () => {
    const { seat, say, write, turnOf } = openRoom();
    const { message } = await say('q1');
    const stray = await write(half('q1', 1));
    const withdrawn = { seats: [seat], questions: new Map(), withdrawn: new Set(['q1']) };
    const { broken } = judgeFleet([turnOf([], [])], { ...withdrawn, deleted: [message] });
    assert.match(broken.join('\n'), new RegExp(`every message of an answer.*${stray}`, 's'));
  });

  test('finds an answer that did not end before its question was deleted, and was not removed', async () => {
    const { seat, say, write, turnOf } = openRoom();
    const { message } = await say('q1');
    const turn = turnOf([], [await write(half('q1', 1))]);
    const withdrawn = { seats: [seat], questions: new Map(), withdrawn: new Set(['q1']) };
    const { broken } = judgeFleet([turn], { ...withdrawn, deleted: [message] });
    assert.match(broken.join('\n'), /the answer had ended, or is removed/);
  });

  test('finds a message that two turns have', async () => {
    const { seat, say, write, turnOf } = openRoom();
    const { message } = await say('q1');
    const id = await write(answer('q1', 1));
    const withdrawn = { seats: [seat], questions: new Map(), withdrawn: new Set(['q1']) };
    const turns = [turnOf([], [id]), turnOf([], [id])];
    const { broken } = judgeFleet(turns, { ...withdrawn, deleted: [message] });
    assert.match(broken.join('\n'), /no message belongs to two turns/);
  });
});
