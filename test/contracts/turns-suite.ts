import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { NewTurn, Turn, Turns } from '../../src/contracts/turns.ts';
import { channel, said } from '../conversations/messages.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';

/** One store of turns, which can be opened again as after a kill -9. */
export interface TurnsUnderTest {
  open(): Promise<Turns>;
}

/** The number of waiting turns that a conversation under test may have. */
export const WAITING_LIMIT = 3;

/**
 * Defines the tests of the promises that every implementation of `Turns` makes. `create` gives an empty one with a waiting limit of
 * `WAITING_LIMIT`.
 */
export function turnsSuite(
  name: string,
  create: (clock: FakeClock, limits?: { readonly waitingLimit: number }) => TurnsUnderTest,
): void {
  describe(`${name} as turns`, () => {
    let clock: FakeClock;
    let store: TurnsUnderTest;
    let turns: Turns;
    beforeEach(async () => {
      clock = createFakeClock();
      store = create(clock);
      turns = await store.open();
    });

    const claim = async (): Promise<Turn> => {
      const turn = await turns.claim();
      assert.ok(turn, 'a turn is ready');
      return turn;
    };
    const accept = async (...messages: Parameters<typeof said>[0][]): Promise<string[]> => {
      const answers: string[] = [];
      for (const message of messages) {
        await clock.advance(1);
        answers.push(await turns.accept(said(message)));
      }
      return answers;
    };
    const idsOf = (turn: Turn | undefined) => turn?.inputs.map(({ id }) => id);
    const restart = async () => {
      turns = await store.open();
    };

    test('an accepted message is claimed once, as a running turn', async () => {
      const question = said({ id: 'q' });
      assert.equal(await turns.accept(question), 'accepted');
      const turn = await claim();
      assert.equal(turn.state, 'running');
      assert.deepEqual(turn.inputs, [question.message]);
      assert.deepEqual(turn.address, question.address);
      assert.equal(turn.acceptedAt, clock.now());
      assert.equal(turn.id, `${turn.conversation}#${turn.sequence}`);
      assert.equal(await turns.claim(), undefined);
    });

    test('the number of open turns has those that wait and run, also after a restart, and no ended one', async () => {
      await accept({ id: '1', in: 'a' }, { id: '2', in: 'a', by: 'bob' }, { id: '3', in: 'b' });
      assert.equal(turns.countOpen(), 3);
      await turns.close(await claim(), { state: 'done' });
      assert.equal(turns.countOpen(), 2);
      await restart();
      assert.equal(turns.countOpen(), 2);
    });

    test('the turns that may run are the first of each conversation, and the chosen one is claimed', async () => {
      await accept({ id: '1', in: 'a' }, { id: '2', in: 'a', by: 'bob' }, { id: '3', in: 'b' });
      const ready = await turns.ready();
      assert.deepEqual(ready.map(idsOf).sort(), [['1'], ['3']]);
      const chosen = ready.find(({ inputs }) => inputs[0]?.id === '3');
      const running = await turns.claim(chosen);
      assert.deepEqual([idsOf(running), running?.state], [['3'], 'running']);
      assert.equal(await turns.claim(chosen), undefined, 'it is claimed once');
      assert.deepEqual((await turns.ready()).map(idsOf), [['1']]);
    });

    test('a chosen turn is claimed with what joined it since, and not at all when it has ended', async () => {
      await accept({ id: '1', in: 'a' }, { id: 'x', in: 'b' });
      const ready = await turns.ready();
      await accept({ id: '2', in: 'a' });
      await turns.withdraw(channel('b'), 'x');
      const claimed = await Promise.all(ready.map((turn) => turns.claim(turn)));
      assert.deepEqual(claimed.map(idsOf).sort(), [['1', '2'], undefined]);
      assert.deepEqual(await turns.ready(), []);
    });

    test('a turn that is put back may run again', async () => {
      await accept({ id: 'q' });
      await turns.release(await claim());
      assert.deepEqual((await turns.ready()).map(idsOf), [['q']]);
    });

    test('a message delivered again is a duplicate: while it waits, runs, and after its end', async () => {
      const again = () => accept({ id: 'q' });
      assert.deepEqual(await again(), ['accepted']);
      assert.deepEqual(await again(), ['duplicate']);
      const turn = await claim();
      assert.deepEqual(await again(), ['duplicate']);
      await turns.close(turn, { state: 'done' });
      assert.deepEqual(await again(), ['duplicate']);
      await restart();
      assert.deepEqual(await again(), ['duplicate']);
      assert.equal(await turns.claim(), undefined);
    });

    test('the same id in another channel is another message', async () => {
      assert.deepEqual(await accept({ id: 'q', in: 'a' }, { id: 'q', in: 'b' }), [
        'accepted',
        'accepted',
      ]);
      assert.deepEqual(
        [(await claim()).inputs[0]?.channel.id, (await claim()).inputs[0]?.channel.id],
        ['a', 'b'],
      );
    });

    test("messages of one author join the author's waiting turn, and the answer goes to the newest", async () => {
      await accept({ id: '1' }, { id: '2' }, { id: '3' });
      const turn = await claim();
      assert.deepEqual(idsOf(turn), ['1', '2', '3']);
      assert.equal(turn.address.questionId, '3');
      assert.equal(await turns.claim(), undefined);
    });

    test("no message joins a running turn, or a waiting one with another person's turn behind it", async () => {
      await accept({ id: '1' });
      const running = await claim();
      await accept({ id: '2' }, { id: '3', by: 'bob' }, { id: '4' }, { id: '5' });
      const order: unknown[] = [];
      for (let turn: Turn | undefined = running; turn; turn = await turns.claim()) {
        order.push(idsOf(turn));
        await turns.close(turn, { state: 'done' });
      }
      assert.deepEqual(order, [['1'], ['2'], ['3'], ['4', '5']]);
    });

    test('a message joins the running turn of its author while people see nothing of the answer', async () => {
      await accept({ id: '1' });
      const running = await claim();
      await accept({ id: 'other', by: 'bob' });

      assert.equal(await turns.accept(said({ id: '2' }), () => true), 'joined');
      const [joined] = await turns.open(channel('room'));
      assert.deepEqual(idsOf(joined), ['1', '2']);
      assert.equal(joined?.address.questionId, '2');
      assert.equal(joined?.resumes, 0);
      assert.notEqual(joined?.edition, running.edition);

      await turns.release(running);
      assert.deepEqual(idsOf(await claim()), ['1', '2']);
    });

    test('what joined a run that has answered meanwhile is answered by another run', async () => {
      await accept({ id: '1' });
      const running = await claim();
      await turns.accept(said({ id: '2' }), () => true);
      await turns.close(running, { state: 'done' });
      const again = await claim();
      assert.deepEqual(idsOf(again), ['1', '2']);
      assert.equal(again.rerun?.kind, 'regenerate');
    });

    test('what joined a run is there after a kill, and counts no resume of its own', async () => {
      await accept({ id: '1' });
      await claim();
      await turns.accept(said({ id: '2' }), () => true);
      await restart();
      const resumed = await claim();
      assert.deepEqual(idsOf(resumed), ['1', '2']);
      assert.equal(resumed.resumes, 1);
      assert.deepEqual(await accept({ id: '2' }), ['duplicate']);
    });

    const starts = {
      'shows words': (turn: Turn) =>
        turns.checkpoint(turn, { answerMessages: [{ messageId: 'a' }], creating: false }),
      'is creating its first message': (turn: Turn) =>
        turns.checkpoint(turn, { answerMessages: [], creating: true }),
      'answers again': async (turn: Turn) => {
        await turns.close(turn, { state: 'done', versions: [] });
        await turns.reopen(turn, { kind: 'regenerate' });
        await claim();
      },
    };
    for (const [state, reach] of Object.entries(starts)) {
      test(`no message joins a turn that ${state}`, async () => {
        await accept({ id: '1' });
        await reach(await claim());
        assert.equal(await turns.accept(said({ id: '2' }), () => true), 'accepted');
        assert.deepEqual((await turns.open(channel('room'))).map(idsOf), [['1'], ['2']]);
      });
    }

    test('no message joins a turn whose run refuses', async () => {
      await accept({ id: '1' });
      await claim();
      assert.equal(await turns.accept(said({ id: '2' }), () => false), 'accepted');
      assert.equal((await turns.open(channel('room'))).length, 2);
    });

    test('a part of a question is stored only with a turn that it joins', async () => {
      const part = { ...said({ id: 'part' }), onlyJoins: true };
      assert.equal(await turns.accept(part), 'unjoined');
      await accept({ id: 'q' });
      assert.equal(await turns.accept(part), 'accepted');
      const turn = await claim();
      assert.deepEqual(idsOf(turn), ['q', 'part']);
      assert.equal(turn.address.questionId, 'q', 'the answer still goes to the question');
    });

    test('companions are inputs of the turn, and are accepted with it', async () => {
      const { message: companion } = said({ id: 'forward' });
      const question = { ...said({ id: 'q' }), companions: [companion] };
      assert.equal(await turns.accept(question), 'accepted');
      assert.deepEqual(idsOf(await claim()), ['forward', 'q']);
      assert.deepEqual(await accept({ id: 'forward' }, { id: 'q' }), ['duplicate', 'duplicate']);
    });

    test('nothing that was gathered for the old inputs of a turn stays', async () => {
      await accept({ id: '1' });
      const running = await claim();
      const material = { files: [], background: [] };
      await turns.keepMaterial(running, material);
      await turns.accept(said({ id: '2' }), () => true);
      await turns.keepMaterial(running, material);
      assert.equal((await turns.open(channel('room')))[0]?.material, undefined);
    });

    test('a question that is left without the words that asked is no question', async () => {
      const { message } = said({ id: 'forward' });
      const companion = { ...message, addressed: false as const };
      await turns.accept({ ...said({ id: 'q' }), companions: [companion] });
      await turns.withdraw(channel('room'), 'q');
      assert.equal(await turns.claim(), undefined);
    });

    test('the copy of a proxy takes the place of its original, before and after the end', async () => {
      for (const isEnded of [false, true]) {
        const original = said({ id: `original ${isEnded}`, in: `room ${isEnded}` });
        await turns.accept(original);
        const running = await claim();
        if (isEnded) await turns.close(running, { state: 'done' });

        const copy = said({ id: 'copy', in: `room ${isEnded}`, by: 'proxy' });
        const change = await turns.substitute(original.message, copy);
        assert.equal(change.kind, isEnded ? 'changed' : 'reopened');
        assert.equal((await turns.substitute(original.message, copy)).kind, 'kept');
        assert.equal(await turns.accept(copy), 'duplicate');
        const room = channel(`room ${isEnded}`);
        assert.equal((await turns.withdraw(room, original.message.id)).kind, 'unknown');
        if (!isEnded) assert.deepEqual((await turns.open(room)).map(idsOf), [['copy']]);
      }
    });

    const threadOf = (id: string): NewTurn => {
      const { message } = said({ id });
      const thread: Channel = { ...channel(id), kind: 'thread', parentId: 'room' };
      return { message, address: { channel: thread, questionId: id, opensThread: 'Title' } };
    };

    test('a question whose answer opens a thread is found by its own channel', async () => {
      await turns.accept(threadOf('q'));
      assert.deepEqual(await accept({ id: 'q' }), ['duplicate']);
      const { message } = said({ id: 'q', text: 'other words' });
      assert.equal((await turns.edit(message)).kind, 'changed');
      const turn = await claim();
      assert.equal(turn.conversation, 'test:q');
      assert.equal(turn.inputs[0]?.text, 'other words');
      assert.equal((await turns.withdraw(channel('room'), 'q')).kind, 'reopened');
    });

    test('a turn that cannot open its thread moves to the channel', async () => {
      await turns.accept(threadOf('q'));
      await turns.relocate(await claim(), channel('room'));
      await restart();
      const turn = await claim();
      assert.equal(turn.conversation, 'test:room');
      assert.deepEqual(turn.address, { channel: channel('room'), questionId: 'q' });
      assert.equal(turn.resumes, 0);
      assert.equal(await turns.claim(), undefined);
      assert.deepEqual(await accept({ id: 'q' }), ['duplicate']);
      assert.equal((await turns.withdraw(channel('room'), 'q')).kind, 'reopened');
    });

    test('the parts of an album stay together even if somebody else speaks in between', async () => {
      await accept({ id: '1', albumId: 'x' }, { id: '2', by: 'bob' }, { id: '3', albumId: 'x' });
      assert.deepEqual(idsOf(await claim()), ['1', '3']);
    });

    test('nothing is stored beyond the limit of waiting turns until one of them leaves', async () => {
      const people = ['ann', 'bob', 'cem', 'dora'];
      await accept(...people.slice(0, WAITING_LIMIT).map((by) => ({ by })));
      assert.deepEqual(await accept({ id: 'late', by: 'dora' }, { by: 'dora', in: 'elsewhere' }), [
        'full',
        'accepted',
      ]);
      await claim();
      assert.deepEqual(await accept({ id: 'late', by: 'dora' }), ['accepted']);
    });

    test('one turn runs at a time in a conversation, others in parallel', async () => {
      await accept({ in: 'a', by: 'ann' }, { in: 'a', by: 'bob' }, { in: 'b', by: 'ann' });
      const first = await claim();
      const other = await claim();
      assert.notEqual(first.conversation, other.conversation);
      assert.equal(await turns.claim(), undefined);
      await turns.close(first, { state: 'failed' });
      const second = await claim();
      assert.equal(second.inputs[0]?.author.id, 'bob');
      assert.equal(second.conversation, first.conversation);
    });

    test('the oldest ready turn comes first, also when it had to wait for its conversation', async () => {
      await accept({ id: 'a1', in: 'a' });
      const running = await claim();
      await accept({ id: 'a2', in: 'a' }, { id: 'b1', in: 'b' });
      await turns.close(running, { state: 'done' });
      assert.deepEqual([idsOf(await claim()), idsOf(await claim())], [['a2'], ['b1']]);
    });

    test('claims made at the same time give different turns', async () => {
      await accept(...['a', 'b', 'c', 'd'].map((room) => ({ in: room })), { in: 'a', by: 'bob' });
      const claimed = await Promise.all(Array.from({ length: 6 }, () => turns.claim()));
      const ids = claimed.flatMap((turn) => turn?.conversation ?? []);
      assert.equal(ids.length, 4);
      assert.equal(new Set(ids).size, 4);
    });

    test('a turn found running after a restart waits again with its messages and one more resume', async () => {
      await accept({ id: '1' });
      const turn = await claim();
      const answerMessages = [{ messageId: 'p1' }];
      await turns.checkpoint(turn, { answerMessages, creating: true });
      for (const resumes of [1, 2, 3, 4]) {
        await restart();
        const resumed = await claim();
        assert.deepEqual(resumed, {
          ...turn,
          answerMessages,
          creating: true,
          resumes,
        });
      }
    });

    test('a turn that waited at a restart has no resume; an ended turn stays ended', async () => {
      await accept({ id: '1', in: 'a' });
      await turns.close(await claim(), { state: 'done' });
      await accept({ id: '2', in: 'b' }, { id: '3', in: 'a' });
      await restart();
      const [second, third] = [await claim(), await claim()];
      assert.deepEqual([idsOf(second), idsOf(third)], [['2'], ['3']]);
      assert.deepEqual([second.resumes, third.resumes], [0, 0]);
      assert.equal(await turns.claim(), undefined);
    });

    test('a released turn waits again without a resume, and no message joins it', async () => {
      await accept({ id: '1' });
      const answerMessages = [{ messageId: 'p1' }];
      const turn = await claim();
      await turns.checkpoint(turn, { answerMessages, creating: false });
      await turns.release(turn);
      await accept({ id: '2' });
      await restart();
      const again = await claim();
      assert.deepEqual(
        [idsOf(again), again.resumes, again.answerMessages],
        [['1'], 0, answerMessages],
      );
    });

    test('no message joins a turn whose answer an earlier run started', async () => {
      await accept({ id: '1' });
      await claim();
      await restart();
      await accept({ id: '2' });
      assert.deepEqual(idsOf(await claim()), ['1']);
    });

    test('a checkpoint and a release after the end change nothing', async () => {
      await accept({});
      const turn = await claim();
      await turns.close(turn, { state: 'done' });
      await turns.checkpoint(turn, { answerMessages: [], creating: false });
      await turns.release(turn);
      await restart();
      assert.equal(await turns.claim(), undefined);
    });

    test('a turn is closed only once', async () => {
      await accept({});
      const turn = await claim();
      await turns.close(turn, { state: 'stopped' });
      await turns.close(turn, { state: 'failed' });
      assert.equal(await turns.claim(), undefined);
    });

    test('dropping stops the waiting turns of a conversation, gives them, and leaves the running one', async () => {
      await accept({ id: '1', in: 'a' });
      const running = await claim();
      await accept({ id: '2', in: 'a' }, { id: '3', in: 'a', by: 'bob' }, { id: '4', in: 'b' });
      const { dropped, started } = await turns.dropWaiting(channel('a'));
      assert.deepEqual(started.map(idsOf), [idsOf(running)]);
      assert.deepEqual(dropped.map(idsOf), [['2'], ['3']]);
      assert.deepEqual((await turns.dropWaiting(channel('a'))).dropped, []);
      await accept({ id: '5', in: 'a' });
      await turns.close(running, { state: 'done' });
      await restart();
      const next = [await claim(), await claim()];
      assert.deepEqual(
        next.map((turn) => [idsOf(turn), turn.isStopped]),
        [
          [['2'], true],
          [['4'], undefined],
        ],
      );
    });

    test('a dropped turn has one more run, which no message joins, and then has ended like others', async () => {
      await accept({ id: '1' });
      await turns.dropWaiting(channel('room'));
      await accept({ id: '2' });
      const stopped = await claim();
      assert.deepEqual([idsOf(stopped), stopped.isStopped], [['1'], true]);
      await turns.close(stopped, { state: 'stopped' });
      await turns.reopen(stopped, { kind: 'regenerate' });
      await turns.close(await claim(), { state: 'done' });
      assert.equal((await claim()).isStopped, undefined);
    });

    test('of many dropped turns, only a few have another run', async () => {
      turns = await create(clock, { waitingLimit: 20 }).open();
      await accept(...Array.from({ length: 12 }, (_, index) => ({ by: `p${index}` })));
      const { dropped } = await turns.dropWaiting(channel('room'));
      assert.equal(dropped.length, 12);
      let runs = 0;
      for (let turn = await turns.claim(); turn; turn = await turns.claim()) {
        assert.equal(turn.isStopped, true);
        runs += 1;
        await turns.close(turn, { state: 'stopped' });
      }
      assert.equal(runs, 5);
    });

    test('dropping a place reaches its threads and, for a server, all its channels', async () => {
      const on = (id: string, more: Partial<Channel>): NewTurn => {
        const turn = said({ id, in: id });
        const inPlace = { ...turn.message.channel, ...more };
        return { message: { ...turn.message, channel: inPlace }, address: { channel: inPlace } };
      };
      await turns.accept(on('thread', { parentId: 'room' }));
      await turns.accept(on('room', {}));
      await turns.accept(on('far', { server: 's' }));
      await turns.accept(on('other', {}));
      const ids = async (place: Channel) => (await turns.dropPlace(place)).dropped.flatMap(idsOf);
      assert.deepEqual(new Set(await ids(channel('room'))), new Set(['thread', 'room']));
      assert.deepEqual(await ids({ ...channel('s'), server: 's' }), ['far']);
      assert.deepEqual(idsOf(await claim()), ['other']);
      const running = await turns.dropPlace(channel('other'));
      assert.deepEqual([running.dropped, running.started.map(idsOf)], [[], [['other']]]);
    });

    test('dropping leaves a turn that an earlier run started: people must see its end', async () => {
      await accept({ id: '1', in: 'a' });
      await claim();
      await restart();
      const { dropped, started } = await turns.dropWaiting(channel('a'));
      assert.deepEqual([dropped, started.map(idsOf)], [[], [['1']]]);
      assert.deepEqual(idsOf(await claim()), ['1']);
    });

    const version = (text: string) => ({
      text,
      provider: 'demo',
      model: 'demo',
      end: 'stop' as const,
    });
    const answer = async (
      message: Parameters<typeof said>[0] = {},
      text = 'first',
    ): Promise<Turn> => {
      await accept(message);
      const turn = { ...(await claim()), state: 'done' as const, versions: [version(text)] };
      await turns.close(turn, { state: 'done', versions: turn.versions });
      return turn;
    };

    test('a reopened turn is claimed with its versions and its rerun, and ends as before', async () => {
      const turn = await answer();
      assert.equal(await turns.reopen(turn, { kind: 'regenerate', model: 'p/m' }), 'reopened');
      const again = await claim();
      assert.deepEqual(again, {
        ...turn,
        state: 'running',
        rerun: { kind: 'regenerate', model: 'p/m', hasBegun: true },
      });
      await turns.close(again, {
        state: 'done',
        versions: [...again.versions, version('second')],
        shownVersion: 1,
      });
      assert.equal(await turns.claim(), undefined);
      await restart();
      assert.equal(await turns.claim(), undefined);
    });

    test('a rerun survives a restart, and a started one counts as a resume', async () => {
      await turns.reopen(await answer(), { kind: 'continue' });
      await restart();
      assert.equal((await claim()).resumes, 0);
      await restart();
      const again = await claim();
      assert.deepEqual(
        [again.resumes, again.rerun?.kind, again.versions.length],
        [1, 'continue', 1],
      );
    });

    test('a turn is reopened only once at a time, and waits behind the waiting ones', async () => {
      const turn = await answer({ id: '1' });
      await accept({ id: '2', by: 'bob' });
      assert.equal(await turns.reopen(turn, { kind: 'continue' }), 'reopened');
      assert.equal(await turns.reopen(turn, { kind: 'continue' }), 'busy');
      const second = await claim();
      assert.deepEqual(idsOf(second), ['2']);
      assert.equal(await turns.claim(), undefined);
      await turns.close(second, { state: 'done' });
      assert.deepEqual(idsOf(await claim()), ['1']);
      assert.equal(await turns.reopen(turn, { kind: 'continue' }), 'busy');
      assert.equal(
        await turns.reopen({ ...turn, id: `${turn.conversation}#99` }, { kind: 'continue' }),
        'gone',
      );
    });

    test('no message joins a reopened turn, and too many reopened turns are refused', async () => {
      const first = await answer({ id: '1' });
      await turns.reopen(first, { kind: 'continue' });
      await accept({ id: '2' });
      assert.deepEqual(idsOf(await claim()), ['1']);
      const people = ['bob', 'cem', 'dora'];
      await accept(...people.slice(0, WAITING_LIMIT - 1).map((by) => ({ by })));
      const other = await answer({ in: 'b' });
      assert.equal(await turns.reopen(other, { kind: 'continue' }), 'reopened');
      assert.deepEqual(await accept({ by: 'dora' }), ['full']);
    });

    test('dropping a reopened turn leaves it as it had ended', async () => {
      const turn = await answer({ in: 'a' });
      await turns.reopen(turn, { kind: 'regenerate' });
      const { dropped, started } = await turns.dropWaiting(channel('a'));
      assert.deepEqual([dropped, started], [[turn], []]);
      await restart();
      assert.equal(await turns.claim(), undefined);
      assert.equal(await turns.reopen(turn, { kind: 'regenerate' }), 'reopened');
    });

    const edit = (id: string, text = 'new words', more: Parameters<typeof said>[0] = {}) =>
      turns.edit(said({ ...more, id, text }).message);
    const withdraw = (id: string) => turns.withdraw(channel('room'), id);
    const textsOf = (turn: Turn) => turn.inputs.map(({ text }) => text);

    test('a message that was edited while it waited has its new text; a deleted one is gone', async () => {
      await accept({ id: '1' }, { id: '2' }, { id: '3', by: 'bob' });
      assert.deepEqual(await edit('1'), { kind: 'changed' });
      assert.deepEqual(await withdraw('2'), { kind: 'changed' });
      assert.deepEqual(await withdraw('3'), { kind: 'changed' });
      await restart();
      const turn = await claim();
      assert.deepEqual(turn.inputs, [said({ id: '1', text: 'new words' }).message]);
      assert.equal(turn.address.questionId, '1');
      await turns.close(turn, { state: 'done' });
      assert.equal(await turns.claim(), undefined);
    });

    test('a message that no turn has is unknown', async () => {
      await accept({ id: '1' });
      assert.deepEqual(await edit('x'), { kind: 'unknown' });
      assert.deepEqual(await withdraw('x'), { kind: 'unknown' });
      assert.deepEqual(await edit('1', 'new words', { in: 'other' }), { kind: 'unknown' });
    });

    test('what happens to a message counts in the order in which it came', async () => {
      const first = said({ id: '1' });
      const second = said({ id: '2', by: 'bob' });
      const changes = await Promise.all([
        turns.accept(first),
        turns.accept(second),
        turns.edit({ ...first.message, text: 'new words' }),
        turns.edit({ ...first.message, text: 'newer words' }),
        withdraw('2'),
      ]);
      const changed = { kind: 'changed' };
      assert.deepEqual(changes, ['accepted', 'accepted', changed, changed, changed]);
      const turn = await claim();
      assert.deepEqual(textsOf(turn), ['newer words']);
      await turns.close(turn, { state: 'done' });
      assert.equal(await turns.claim(), undefined);
    });

    test('an edit that changes neither the text nor the files changes nothing', async () => {
      await accept({ id: '1', text: 'the words' });
      assert.deepEqual(await edit('1', 'the words'), { kind: 'kept' });
      const turn = await claim();
      assert.deepEqual(await edit('1', 'the words'), { kind: 'kept' });
      await turns.close(turn, { state: 'done' });
      assert.deepEqual(await edit('1', 'the words'), { kind: 'kept' });
      assert.equal(await turns.claim(), undefined);
    });

    test('a running turn whose question was edited is answered anew after its run ends', async () => {
      await accept({ id: '1' }, { id: '2' });
      const turn = await claim();
      const change = await edit('2');
      assert.equal(change.kind, 'reopened');
      assert.equal(await turns.claim(), undefined, 'the run has to end first');

      await turns.checkpoint(turn, { answerMessages: [{ messageId: 'p1' }], creating: false });
      await turns.release(turn);
      const again = await claim();
      assert.deepEqual(textsOf(again), ['text of 1', 'new words']);
      assert.deepEqual(again.answerMessages, [{ messageId: 'p1' }]);
      assert.deepEqual([again.rerun, again.resumes], [undefined, 0]);
      await turns.close(again, { state: 'done', versions: [version('answer')] });
      assert.equal(await turns.claim(), undefined);
    });

    test('a run that ends just after the edit keeps its answer as a version, and another one is made', async () => {
      await accept({ id: '1' });
      const turn = await claim();
      await edit('1');
      await turns.close(turn, { state: 'done', versions: [version('answer to the old words')] });
      await restart();
      const again = await claim();
      assert.deepEqual(textsOf(again), ['new words']);
      assert.equal(again.rerun?.kind, 'regenerate');
      assert.equal(again.versions.length, 1);
      await turns.close(again, { state: 'done', versions: [...again.versions, version('new')] });
      assert.equal(await turns.claim(), undefined);
    });

    test('an edit survives a kill: the next start answers the new words', async () => {
      await accept({ id: '1' });
      await claim();
      await edit('1');
      await restart();
      assert.deepEqual(textsOf(await claim()), ['new words']);
    });

    test('the newest turn is answered anew within an hour, and keeps its versions', async () => {
      await answer({ id: '1' });
      await clock.advance(3_600_000);
      assert.equal((await edit('1')).kind, 'reopened');
      await restart();
      const again = await claim();
      assert.deepEqual(textsOf(again), ['new words']);
      assert.deepEqual([again.rerun?.kind, again.versions.length], ['regenerate', 1]);
    });

    test('an older turn only gets the new words: after an hour, or with a later question', async () => {
      const first = await answer({ id: '1' });
      await answer({ id: '2' });
      assert.deepEqual(await edit('1'), { kind: 'changed' });
      await clock.advance(3_600_001);
      assert.deepEqual(await edit('2'), { kind: 'changed' });
      assert.equal(await turns.claim(), undefined);

      await turns.reopen(first, { kind: 'regenerate' });
      assert.deepEqual(textsOf(await claim()), ['new words'], 'for a version that people ask for');
    });

    test('a turn is the newest when the later question was withdrawn', async () => {
      await answer({ id: '1' });
      await answer({ id: '2' });
      await withdraw('2');
      assert.equal((await edit('1')).kind, 'reopened');
    });

    test('the newest turn only gets the new words while too many turns wait', async () => {
      await answer({ id: '1' });
      const people = ['ann', 'bob', 'cem'];
      await accept(...people.slice(0, WAITING_LIMIT).map((by) => ({ by })));
      assert.deepEqual(await edit('1'), { kind: 'changed' });
    });

    test('a turn that waits to be answered again is answered with the new words, whatever was to be done', async () => {
      const turn = await answer({ id: '1' });
      await turns.reopen(turn, { kind: 'show', version: 0 });
      assert.equal((await edit('1')).kind, 'reopened');
      const again = await claim();
      assert.deepEqual([textsOf(again), again.rerun?.kind], [['new words'], 'regenerate']);
    });

    test('a question stays one, and a reply to the same message, when an edit no longer says so', async () => {
      const { message, address } = said({ id: '1' });
      const quoted = { ...message, id: 'q', isOwn: false, text: 'quoted words' };
      await turns.accept({ message: { ...message, quoted }, address });
      await turns.edit({ ...message, addressed: false, text: 'new words' });
      const [input] = (await claim()).inputs;
      assert.deepEqual([input?.addressed, input?.quoted], ['mention', quoted]);
    });

    test('an edit that leaves no words withdraws the message', async () => {
      await accept({ id: '1' }, { id: '2' });
      assert.deepEqual(await edit('1', ''), { kind: 'changed' });
      assert.deepEqual(idsOf(await claim()), ['2']);
    });

    test('a waiting turn that was withdrawn has ended without a trace of its words', async () => {
      await accept({ id: '1', text: 'secret words' });
      assert.deepEqual(await withdraw('1'), { kind: 'changed' });
      assert.deepEqual(await accept({ id: '1', text: 'secret words' }), ['duplicate']);
      assert.equal(await turns.claim(), undefined);
    });

    test('a running turn that was withdrawn has one more run without words, also after a kill', async () => {
      await accept({ id: '1' });
      const turn = await claim();
      const answerMessages = [{ messageId: 'p1' }];
      await turns.checkpoint(turn, { answerMessages, creating: false });
      assert.equal((await withdraw('1')).kind, 'reopened');
      assert.deepEqual(await withdraw('1'), { kind: 'unknown' });
      await restart();
      const again = await claim();
      assert.deepEqual([again.inputs, again.versions], [[], []]);
      assert.deepEqual(again.answerMessages, answerMessages);
      await turns.close(again, { state: 'stopped' });
      assert.equal(await turns.claim(), undefined);
    });

    test('a run that ends just after its question was withdrawn leaves nothing of its answer', async () => {
      await accept({ id: '1' });
      const turn = await claim();
      await withdraw('1');
      await turns.close(turn, { state: 'done', versions: [version('answer')] });
      assert.equal(await turns.claim(), undefined, 'people see a whole answer, which stays');
      assert.equal(await turns.reopen(turn, { kind: 'regenerate' }), 'gone');
    });

    test('an answered turn that was withdrawn ends immediately, and cannot be opened again', async () => {
      const turn = await answer({ id: '1' });
      assert.deepEqual(await withdraw('1'), { kind: 'changed' });
      assert.equal(await turns.claim(), undefined);
      assert.equal(await turns.reopen(turn, { kind: 'regenerate' }), 'gone');
    });

    test('one of several messages leaves its turn: a running one is answered anew, an ended one is not', async () => {
      await accept({ id: '1' }, { id: '2' });
      const turn = await claim();
      assert.equal((await withdraw('2')).kind, 'reopened');
      await turns.release(turn);
      const again = await claim();
      assert.deepEqual([idsOf(again), again.address.questionId], [['1'], '1']);
      await turns.close(again, { state: 'done', versions: [version('answer')] });

      await accept({ id: '3' }, { id: '4' });
      await turns.close(await claim(), { state: 'done', versions: [version('answer')] });
      assert.deepEqual(await withdraw('3'), { kind: 'changed' });
      assert.equal(await turns.claim(), undefined);
    });

    test('a forgotten turn is withdrawn with all of its messages', async () => {
      await accept({ id: '1' }, { id: '2' });
      const turn = await claim();
      assert.equal((await turns.forget(turn)).kind, 'reopened');
      await turns.release(turn);
      assert.deepEqual((await claim()).inputs, []);
    });

    test('messages accepted at the same time are all kept', async () => {
      const messages = Array.from({ length: 60 }, (_, index) => ({
        in: `room${index % 20}`,
        by: `p${index % 3}`,
      }));
      const answers = await Promise.all(messages.map((message) => turns.accept(said(message))));
      assert.deepEqual(new Set(answers), new Set(['accepted']));
      await restart();
      let inputs = 0;
      for (let turn = await turns.claim(); turn; turn = await turns.claim()) {
        inputs += turn.inputs.length;
        await turns.close(turn, { state: 'done' });
      }
      assert.equal(inputs, 60);
    });
  });
}
