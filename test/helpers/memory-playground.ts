import type { TestContext } from 'node:test';
import { servePage } from '../../playground/web/index.ts';
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
  let server = await servePage({ networks, port: 0 });
  t.after(() => server.stop());
  return {
    url: server.url,
    discord,
    telegram,
    ada,
    grace,
    parley,
    stop: () => server.stop(),
    /** Serves the page again, on the same port. */
    async restart() {
      server = await servePage({ networks, port: Number(new URL(server.url).port) });
    },
  };
}
