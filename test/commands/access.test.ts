import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { access } from '../../src/commands/access.ts';
import type { AccessDesk, AccessRequest, Grant } from '../../src/contracts/access.ts';
import type { Author, Channel } from '../../src/contracts/chat-message.ts';
import { said } from '../conversations/messages.ts';
import { contextWith } from './command-context.ts';

const ann: Author = { ...said().message.author, name: 'Ann' };
const channel: Channel = { platform: 'discord', id: '11', kind: 'direct' };
const robin: Grant = {
  platform: 'discord',
  personId: '8',
  name: 'Ro`bin',
  state: 'allowed',
  at: 1,
};
const request: AccessRequest = {
  platform: 'discord',
  personId: '7',
  name: 'Sam',
  channel,
  at: 1,
  messages: [],
};

function setUp({ requests = [request], grants = [robin] } = {}) {
  const done: unknown[] = [];
  const accessDesk: AccessDesk = {
    requests: () => requests,
    grants: () => grants,
    answer: async ({ personId, state, by }) => {
      done.push(['answer', personId, state]);
      const isOpen = requests.some((each) => each.personId === personId);
      return isOpen ? { ...robin, personId, name: 'Sam', state, by: by.name } : undefined;
    },
    grant: async ({ personId, state, by }) => {
      done.push(['grant', personId, state]);
      return { ...robin, personId, state, by: by.name };
    },
    revoke: async (_platform, personId) => {
      done.push(['revoke', personId]);
      return personId === '8';
    },
  };
  const context = contextWith({ accessDesk, isAdmin: ({ id }) => id === '1' });
  const call = { name: 'access', channel, author: ann };
  return {
    done,
    run: (options: Record<string, string> = {}) => access.run({ ...call, options }, context),
    press: (rest: string) =>
      access.press?.(
        rest,
        {
          kind: 'button',
          id: `access:${rest}`,
          author: ann,
          message: { messageId: 'm' },
          address: { channel },
        },
        context,
      ),
  };
}

describe('/access', () => {
  test('lists who waits and who was let in, with buttons, to the admin alone', async () => {
    const { text, controls, onlyAsker } = await setUp().run();
    assert.match(text, /`Sam` \(`7`\) asks for access/);
    assert.match(text, /`Ro bin` \(`8`\): may use me/);
    assert.equal(onlyAsker, true);
    assert.deepEqual(
      controls?.flat().map(({ id }) => id),
      ['access:list:allow:7', 'access:list:deny:7', 'access:list:revoke:8'],
    );
  });

  test('stays within the limits of a message, however many people there are', async () => {
    const grants = Array.from({ length: 200 }, (_, index) => ({ ...robin, personId: `${index}` }));
    const requests = Array.from({ length: 20 }, (_, index) => ({
      ...request,
      personId: `r${index}`,
    }));
    const { text, controls = [] } = await setUp({ grants, requests }).run();
    assert.match(text, /and 190 more/);
    assert.ok(controls.length <= 5);
    for (const row of controls) assert.ok(row.length <= 5);
    for (const { id } of controls.flat()) assert.ok(Buffer.byteLength(id) <= 64);
  });

  test('takes a number, a number with its network, or a mention, typed in one option or in two', async () => {
    const { run, done } = setUp();
    for (const person of ['5', 'discord:5', '<@5>', '<@!5>']) {
      await run({ action: 'allow', person });
      await run({ action: `DENY ${person}` });
    }
    assert.deepEqual(
      done,
      [1, 2, 3, 4].flatMap(() => [
        ['grant', '5', 'allowed'],
        ['grant', '5', 'denied'],
      ]),
    );
  });

  test('explains itself for anything else, also for people of another network', async () => {
    const { run, done } = setUp();
    for (const action of [
      'allow',
      'allow Sam',
      'make 5',
      'allow telegram:5',
      `allow ${'5'.repeat(21)}`,
    ])
      assert.match((await run({ action })).text, /Write `\/access allow ID`/);
    assert.deepEqual(done, []);
  });

  test('shuts no admin out', async () => {
    const { run, done } = setUp();
    assert.match((await run({ action: 'deny 1' })).text, /is one of my admins/);
    assert.deepEqual(done, []);
    assert.match((await run({ action: 'revoke 9' })).text, /I have decided nothing about/);
  });

  test('shows a late press what was decided before', async () => {
    const { press } = setUp({ requests: [] });
    assert.match((await press('deny:8'))?.text ?? '', /may use me now/);
    assert.match((await press('deny:5'))?.text ?? '', /no longer open/);
    assert.match((await press('open:8'))?.text ?? '', /too old/);
  });

  test('decides a request by its button, and shows the list anew below it', async () => {
    const { press, done } = setUp();
    assert.match((await press('allow:7'))?.text ?? '', /`Sam`.*may use me now. Decided by `Ann`/);
    const reply = await press('list:revoke:8');
    assert.match(reply?.text ?? '', /no longer counts[\s\S]*asks for access/);
    assert.equal(reply?.onlyAsker, false);
    assert.deepEqual(done, [
      ['answer', '7', 'allowed'],
      ['revoke', '8'],
    ]);
  });
});
