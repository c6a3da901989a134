import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { summarizeAccess } from '../../src/access/summarize-access.ts';

const NOTHING = {
  admins: [],
  variables: { allowedUsers: [], allowedChats: [] },
  rules: undefined,
  grants: [],
};

describe('summarizeAccess', () => {
  test('counts what is listed for a platform, in the variables and in parley.yaml', () => {
    const summary = summarizeAccess({
      ...NOTHING,
      platform: 'telegram',
      admins: ['1', '2'],
      variables: { allowedUsers: ['telegram:3', 'discord:4'], allowedChats: ['-100'] },
      rules: { allow: ['telegram:5'], direct: 'on' },
    });
    assert.deepEqual(summary, {
      admins: 2,
      isOpenOnServers: false,
      listed: 3,
      granted: 0,
      direct: 'on',
    });
  });

  test('leaves the servers of a platform open that no list names', () => {
    const { isOpenOnServers, direct } = summarizeAccess({
      ...NOTHING,
      platform: 'discord',
      variables: { allowedUsers: ['telegram:3'], allowedChats: [] },
    });
    assert.equal(isOpenOnServers, true);
    assert.equal(direct, 'listed');
  });

  test('counts the people whom an admin let in at this bot', () => {
    const grant = { personId: '1', name: 'Ann', at: 0 } as const;
    const { granted } = summarizeAccess({
      ...NOTHING,
      platform: 'telegram@memes',
      grants: [
        { ...grant, platform: 'telegram', state: 'allowed' },
        { ...grant, platform: 'telegram@memes', state: 'allowed' },
        { ...grant, platform: 'telegram@memes', state: 'denied' },
        { ...grant, platform: 'discord', state: 'allowed' },
      ],
    });
    assert.equal(granted, 1);
  });
});
