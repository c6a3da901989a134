import type { ButtonEvent } from '../../src/contracts/button-event.ts';
import type { Author, Channel } from '../../src/contracts/chat-message.ts';
import type { Command, CommandContext } from '../../src/contracts/command.ts';
import type { ParameterRanges } from '../../src/contracts/provider.ts';
import type { Button } from '../../src/contracts/reply-surface.ts';
import type { ScopeRules } from '../../src/contracts/settings.ts';
import { createPeople } from '../../src/settings/people.ts';
import { createSettings } from '../../src/settings/settings.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';
import { createRouting } from '../helpers/routing.ts';
import { contextWith } from './command-context.ts';

/** The channel of a server in which commands are called. */
export const channel: Channel = { platform: 'discord', id: '20', kind: 'group', server: '2' };

interface RoomOptions {
  readonly place?: Channel;
  readonly scopes?: Record<string, ScopeRules>;
  readonly personas?: readonly { name: string; description?: string; instructions: string }[];
  readonly ranges?: ParameterRanges;
  readonly language?: CommandContext['language'];
}

/** A person who calls commands. */
export function person(name: string, fields: Partial<Author> = {}): Author {
  return { id: name, name, isBot: false, isServerAdmin: false, roles: [], ...fields };
}

/** The real settings over a store in memory, and a context in which `moderators` have every power. */
export async function openRoom(command: Command, options: RoomOptions = {}) {
  const { place = channel, scopes = {}, ranges, personas = [], language = 'en' } = options;
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const routing = {
    personas: new Map(personas.map((persona) => [persona.name, persona])),
    scopes: new Map(Object.entries(scopes)),
  };
  const log = createRecordingLog();
  const settings = await createSettings({
    store,
    clock,
    log,
    variables: {},
    routing: () => ({ ...createRouting({}), ...routing }),
  });
  const people = await createPeople({ store, clock, log });
  const moderators = new Set(['mod', 'admin']);
  const powerless = new Set<string>();

  const context = contextWith({
    language,
    may: async (power, { id }) => moderators.has(id) && !powerless.has(power),
    isAdmin: ({ id }) => id === 'admin',
    settings: settings.of,
    scopes: settings,
    people,
    models: async () => ['p/one', 'p/two', 'p/two-b'].map((name) => ({ name })),
    currentModel: async (where) => settings.of(where).model ?? 'p/one',
    parameterRanges: async () => ranges,
  });

  return {
    settings,
    people,
    context,
    moderators,
    powerless,
    personas: routing.personas,
    run: (author: Author, given: Record<string, string> = {}) =>
      command.run({ name: command.name, channel: place, author, options: given }, context),
    /** Presses a button, or picks a value of a menu. */
    async press(author: Author, id: string, value?: string) {
      const button: ButtonEvent = {
        kind: 'button',
        id,
        author,
        message: { messageId: '9' },
        address: { channel: place },
        ...(value === undefined ? {} : { values: [value] }),
      };
      const reply = await command.press?.(id.slice(id.indexOf(':') + 1), button, context);
      if (!reply) throw new Error(`no reply to ${id}`);
      return reply;
    },
    async submit(author: Author, id: string, values: Record<string, string>, hasMessage = true) {
      const reply = await command.submit?.(
        id.slice(id.indexOf(':') + 1),
        {
          kind: 'form',
          id,
          author,
          values,
          address: { channel: place },
          ...(hasMessage ? { message: { messageId: '9' } } : {}),
        },
        context,
      );
      if (!reply) throw new Error(`no reply to ${id}`);
      return reply;
    },
  };
}

/** The buttons and menus of a reply, by their ids. */
export function controlsOf(reply: {
  readonly controls?: readonly (readonly Button[])[];
}): ReadonlyMap<string, Button> {
  return new Map((reply.controls ?? []).flat().map((button) => [button.id, button]));
}
