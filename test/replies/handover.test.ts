import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CHATS, checkHandover, type Host, runHosts } from './handover-property.ts';

describe('a chat that goes from one process to another', () => {
  for (const name of Object.keys(CHATS) as (keyof typeof CHATS)[]) {
    test(`never has a call too many, whether its processes leave or die: ${name}`, async () => {
      await checkHandover(name, 4, 1);
    });
  }

  const answer: Host = { words: 100, wordMs: 200, answers: 1, end: 'left', pauseMs: 90_000 };
  const latenciesMs = [150];

  for (const name of ['a group', 'a private chat'] as const) {
    test(`costs no write for an ordinary answer of 20 s: ${name}`, async () => {
      const patient = { hosts: [{ ...answer, answers: 1 }], latenciesMs };
      const { storeWrites, calls } = await runHosts(CHATS[name], patient);
      assert.ok(calls > 5);
      // What it leaves when it ends at once. A process stays for a minute after an answer, and then leaves nothing.
      assert.equal(storeWrites, 1);
    });
  }

  test('goes on soon after its process died in the middle of an answer', async () => {
    const died: Host = { ...answer, end: 'died', pauseMs: 5_000 };
    for (const name of Object.keys(CHATS) as (keyof typeof CHATS)[]) {
      const { longestSilenceMs } = await runHosts(CHATS[name], {
        hosts: [died, { ...answer, words: 5 }],
        latenciesMs,
      });
      assert.ok(longestSilenceMs <= 1_000, `${name}: ${longestSilenceMs} ms`);
    }
  });
});
