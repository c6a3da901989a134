import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { silentLog } from '../../../../src/lib/log.ts';
import { DiscordError } from '../../../../src/platforms/discord/connection/discord-error.ts';
import {
  createOwnerIds,
  readOwnerIds,
} from '../../../../src/platforms/discord/connection/owner-ids.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';

const ada = { id: '5', username: 'ada' };

describe('readOwnerIds', () => {
  test('gives the owner of an application without a team', () => {
    assert.deepEqual(readOwnerIds({ id: '901', owner: ada, team: null }), ['5']);
  });

  // discord-api-types, APITeamMember: 1 is invited, 2 accepted; the roles are admin, developer, read_only.
  test('gives the owner of a team and the members who took the invitation and may change the bot', () => {
    const member = (id: string, state: number, role: string) => ({
      membership_state: state,
      role,
      team_id: '70',
      user: { id },
    });
    const team = {
      id: '70',
      owner_user_id: '5',
      members: [
        member('5', 2, ''),
        member('11', 2, 'admin'),
        member('12', 2, 'developer'),
        member('13', 2, 'read_only'),
        member('14', 1, 'admin'),
      ],
    };
    // Discord names an account of the team itself as the owner.
    assert.deepEqual(readOwnerIds({ owner: { id: '70' }, team }), ['5', '11', '12']);
  });

  test('gives nobody for an answer of another form', () => {
    for (const answer of [undefined, [], {}, { owner: null, team: { members: 'none' } }]) {
      assert.deepEqual(readOwnerIds(answer), []);
    }
  });
});

describe('createOwnerIds', () => {
  function create(answers: Readonly<Record<string, unknown>>, clock = createFakeClock()) {
    const routes: string[] = [];
    const owners = createOwnerIds({
      clock,
      log: silentLog,
      calls: {
        async send<Answer>(_method: string, route: string) {
          routes.push(route);
          if (route in answers) return answers[route] as Answer;
          throw new DiscordError('404', { kind: 'gone' });
        },
        isPaused: () => false,
      },
    });
    return { owners, routes };
  }

  test('asks once', async () => {
    const { owners, routes } = create({ '/applications/@me': { owner: ada } });
    await Promise.all([owners.load(), owners.load()]);
    await owners.load();
    assert.deepEqual(owners.list(), ['5']);
    assert.deepEqual(routes, ['/applications/@me']);
  });

  test('asks the older route where the newer one is missing', async () => {
    const { owners } = create({ '/oauth2/applications/@me': { owner: ada } });
    await owners.load();
    assert.deepEqual(owners.list(), ['5']);
  });

  test('knows nobody where no route answers', async () => {
    const { owners } = create({});
    await owners.load();
    assert.deepEqual(owners.list(), []);
  });

  test('lets a start wait for two seconds at most, and takes a later answer', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const clock = createFakeClock();
    const { owners } = create({ '/applications/@me': promise }, clock);
    const loading = owners.load();
    await clock.advance(2_000);
    await loading;
    assert.deepEqual(owners.list(), []);

    const loadingAgain = owners.load();
    resolve({ owner: ada });
    await loadingAgain;
    assert.deepEqual(owners.list(), ['5']);
    assert.equal(clock.pending, 0);
  });
});
