import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { help } from '../../src/commands/help.ts';
import { commands } from '../../src/commands/index.ts';
import { rich } from '../../src/commands/rich.ts';
import type { ReplyStyle } from '../../src/contracts/reply-surface.ts';
import type { ScopeRules } from '../../src/contracts/settings.ts';
import { resolveSettings } from '../../src/settings/resolve-settings.ts';
import { said } from '../conversations/messages.ts';
import { contextWith } from './command-context.ts';

const { message } = said({ id: 'q' });

function setUp(platform = 'telegram', scopes: ReadonlyMap<string, ScopeRules> = new Map()) {
  let chosen: ReplyStyle = {};
  const context = contextWith({
    style: async () => chosen,
    chooseStyle: async (_channel, style) => {
      chosen = style;
    },
    commands: async () => commands,
    settings: (channel) =>
      resolveSettings([
        { scope: channel.platform, by: 'operator', rules: scopes.get(channel.platform) ?? {} },
      ]),
  });
  const call = { author: message.author, channel: { ...message.channel, platform } };
  return {
    chosen: () => chosen,
    async runRich(typed?: string) {
      const options: Record<string, string> = typed === undefined ? {} : { choice: typed };
      return (await rich.run({ ...call, name: 'rich', options }, context)).text;
    },
    async runHelp() {
      return (await help.run({ ...call, name: 'help', options: {} }, context)).text;
    },
  };
}

describe('/rich', () => {
  test('sets the choice of the conversation, and resets it', async () => {
    const { runRich, chosen } = setUp();
    assert.match(await runRich('ON'), /are rich messages/);
    assert.deepEqual(chosen(), { rich: true });
    assert.match(await runRich(), /are rich messages/);
    assert.match(await runRich('off'), /are plain messages/);
    assert.deepEqual(chosen(), { rich: false });
    assert.match(await runRich('default'), /The person who runs me decides/);
    assert.deepEqual(chosen(), {});
  });

  test('changes nothing for any other word', async () => {
    const { runRich, chosen } = setUp();
    for (const word of ['please', 'constructor', ''])
      assert.match(await runRich(word), /Please type/);
    assert.deepEqual(chosen(), {});
  });

  test('is missing from /help on networks without rich messages', async () => {
    assert.match(await setUp('telegram').runHelp(), /\/rich/);
    assert.doesNotMatch(await setUp('discord').runHelp(), /\/rich/);
  });
});

describe('/help', () => {
  test('tells where the model is told what was said around', async () => {
    assert.doesNotMatch(await setUp().runHelp(), /around a question/);
    const nearby = { messages: 20, ageMs: 3_600_000, characters: 6_000 };
    const scopes = new Map([['telegram', { nearby }]]);
    assert.match(
      await setUp('telegram', scopes).runHelp(),
      /at most 20 messages of the last 60 min/,
    );
  });
});
