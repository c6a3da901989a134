import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PermissionsBitField } from 'discord.js';
import { inviteUrl } from '../../../../src/platforms/discord/connection/invite-url.ts';
import { DISCORD } from '../../../../src/platforms/discord/connection/read-apis.ts';

describe('inviteUrl', () => {
  test('asks for what the bot does, and for no right to manage anything', () => {
    const url = new URL(inviteUrl('901', DISCORD) ?? '');
    assert.equal(url.searchParams.get('client_id'), '901');
    assert.equal(url.searchParams.get('scope'), 'bot applications.commands');
    const permissions = new PermissionsBitField(BigInt(url.searchParams.get('permissions') ?? 0));
    assert.deepEqual(permissions.toArray().sort(), [
      'AddReactions',
      'AttachFiles',
      'CreatePublicThreads',
      'ReadMessageHistory',
      'SendMessages',
      'SendMessagesInThreads',
      'ViewChannel',
    ]);
  });

  test('is that of Discord where a proxy passes requests on to Discord', () => {
    const gateway = 'wss://gateway-us-east1-b.discord.gg';
    assert.match(inviteUrl('901', 'http://127.0.0.1:8080/api', gateway) ?? '', /discord\.com/);
  });

  test('is unknown on another server than Discord', () => {
    assert.equal(
      inviteUrl('901', 'https://spacebar.example/api', 'wss://spacebar.example'),
      undefined,
    );
    assert.equal(inviteUrl('901', 'https://notdiscord.com/api', undefined), undefined);
  });
});
