import type { TestContext } from 'node:test';
import type { Trouble } from '../../playground/trouble/trouble.ts';
import { createTroubleDesk } from '../../playground/trouble/trouble-desk.ts';
import { servePage } from '../../playground/web/index.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createMemoryNetwork } from './memory-network.ts';

const ada = { id: '11', name: 'ada', isBot: false };
const grace = { id: '12', name: 'grace', isBot: false };
const parley = { id: '13', name: 'parley', isBot: true };

const options = [{ name: 'name', description: 'Which model', autocomplete: true }];
const commands = [
  { name: 'model', description: 'Choose a model', options },
  { name: 'reset', description: 'Forget everything', options: [] },
];

/** Serves the page with two memory networks, which have the same three people. */
export async function startMemoryPlayground(t: TestContext) {
  const discord = createMemoryNetwork({
    name: 'discord',
    people: [ada, parley, grace],
    rooms: [
      { id: '21', name: 'general', kind: 'channel', parent: 'Lab' },
      { id: '22', name: 'random', kind: 'channel', parent: 'Lab' },
    ],
    commands,
    messageCommands: ['Why'],
    choices: ['demo/echo', 'demo/count'],
  });
  const telegram = createMemoryNetwork({
    name: 'telegram',
    people: [ada, parley, grace],
    rooms: [{ id: '31', name: 'parley', kind: 'direct' }],
    commands: commands.map((command) => ({ ...command, options: [] })),
  });
  const networks = [discord, telegram];
  const events: string[] = [];
  const storm: Trouble = {
    id: 'storm',
    group: 'telegram',
    label: 'Storm',
    about: 'Rain.',
    begin: () => void events.push('begin'),
    end: () => void events.push('end'),
  };
  const troubles = createTroubleDesk([storm], systemClock);
  let server = await servePage({ networks, troubles, port: 0 });
  t.after(() => server.stop());
  return {
    url: server.url,
    discord,
    telegram,
    ada,
    grace,
    parley,
    /** What happened to the only trouble. */
    troubleEvents: events,
    stop: () => server.stop(),
    /** Serves the page again, on the same port. */
    async restart() {
      server = await servePage({ networks, troubles, port: Number(new URL(server.url).port) });
    },
  };
}
