import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../src/commands/console.ts';
import type { CommandCall, CommandContext } from '../../src/contracts/command.ts';
import { createFakeMessage } from '../helpers/fake-turn.ts';
import { contextWith } from './command-context.ts';

const LINK = 'http://127.0.0.1:8420/#code=abc';
const { author, channel } = createFakeMessage();
const group = { ...channel, kind: 'group' } as const;
const interaction = { id: '1', token: 't', expiresAt: 1 };

/** Calls the command as an admin. Gives what is said, and the number of links that were made. */
async function run(
  change: Partial<CommandCall>,
  members: Partial<CommandContext> = {},
): Promise<{ readonly text: string; readonly links: number }> {
  let links = 0;
  const consoleLink = async () => {
    links += 1;
    return LINK;
  };
  const call = { name: 'console', author, channel, options: {}, ...change };
  const context = contextWith({ isAdmin: () => true, consoleLink, ...members });
  const { text, onlyAsker } = await openConsole.run(call, context);
  assert.equal(onlyAsker, true);
  return { text, links };
}

test('an admin gets a link in the direct chat, and in a reply that only they see', async () => {
  for (const change of [{}, { channel: group, interaction }]) {
    const { text, links } = await run(change);
    assert.equal(links, 1);
    assert.ok(text.includes(LINK));
    assert.match(text, /ssh -L 8420:127\.0\.0\.1:8420/);
  }
});

test('a link that others could read is not made', async () => {
  for (const change of [
    { channel: group },
    { channel: group, interaction: { ...interaction, isSeenByAll: true } as const },
  ]) {
    const { text, links } = await run(change);
    assert.deepEqual([links, text.includes(LINK)], [0, false]);
    assert.match(text, /direct chat/);
  }
});

test('who has the power of access, but is no admin, gets no link', async () => {
  const { text, links } = await run({}, { isAdmin: () => false });
  assert.equal(links, 0);
  assert.match(text, /Only my admins/);
});

test('a console behind a proxy is reached from everywhere', async () => {
  const link = 'https://parley.example.org/#code=abc';
  const { text } = await run({}, { consoleLink: async () => link });
  assert.ok(text.includes(link));
  assert.doesNotMatch(text, /ssh/);
});

test('without a console, it says how to switch it on', async () => {
  const context = contextWith({ isAdmin: () => true });
  const { text } = await openConsole.run(
    { name: 'console', author, channel, options: {} },
    context,
  );
  assert.match(text, /CONSOLE_PORT/);
});
