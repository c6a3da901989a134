import type { Bot } from './bot/bot.ts';
import type { Composition } from './compose.ts';
import type { Config } from './config/read-config.ts';
import { readRouting } from './config/read-routing.ts';
import { type ConsoleDoor, createConsoleDoor } from './console/console-door.ts';
import type { ConsoleAdmin } from './console/console-sessions.ts';
import type { ConsoleSources } from './console/console-sources.ts';
import { createYamlFile } from './console/yaml-file.ts';
import type { Access } from './contracts/access.ts';
import type { Fleet } from './contracts/fleet.ts';
import type { Limits } from './contracts/limits.ts';
import type { Router } from './contracts/router.ts';
import type { Store } from './contracts/store.ts';
import type { Troubles } from './contracts/troubles.ts';
import { bareAuthor } from './lib/bare-author.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { LogTail } from './lib/log-tail.ts';
import { omitUndefined } from './lib/omit-undefined.ts';
import { readOwnVersion } from './lib/own-version.ts';
import type { HideSecrets } from './lib/secrets.ts';
import type { OpenedState } from './open-state.ts';
import { readRule } from './settings/read-rule.ts';

interface ConsoleWires extends Pick<Composition<never>, 'config' | 'platforms' | 'providerNames'> {
  readonly bot: Bot;
  readonly router: Router;
  readonly access: Access;
  readonly limits: Limits;
  readonly troubles: Troubles;
  readonly opened: OpenedState;
  readonly logTail: LogTail | undefined;
  readonly hideSecrets: HideSecrets;
}

interface DoorWires {
  readonly access: Pick<Access, 'isAdmin'>;
  readonly store: Store;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly log: Log;
}

/** More open turns are not shown. */
const MOST_OPEN = 200;

/** Hands the console what it shows and changes. */
export function joinConsole(wires: ConsoleWires): ConsoleSources {
  const { config, platforms, providerNames, bot, router, access, opened } = wires;
  const { settings, conversations: stored } = opened;
  const { turns } = stored;

  return omitUndefined({
    version: readOwnVersion(),
    platforms: platforms.map(({ name }) => name),
    openTurns: () => turns.listOpen(MOST_OPEN),
    stopTurn: async (turnId: string) => {
      const turn = turns.listOpen(Number.POSITIVE_INFINITY).find(({ id }) => id === turnId);
      return turn !== undefined && bot.stopTurn(turn);
    },
    readTurns: turns.read,
    models: router,
    usage: opened.usage.usage,
    limits: wires.limits,
    troubles: wires.troubles.troubles,
    access: bot.accessDesk,
    settings,
    readRule,
    file: createYamlFile({
      path: config.routingFile,
      readText: (text) => readRouting(config.routingFile, text, providerNames),
      hideSecrets: wires.hideSecrets,
    }),
    logTail: wires.logTail,
    isAdmin: createAdminCheck(access),
    hideSecrets: wires.hideSecrets,
  });
}

/** Creates the way into the console, where CONSOLE_PORT wants one. */
export function joinConsoleDoor(
  { console: options }: Pick<Config, 'console'>,
  { access, ...parts }: DoorWires,
): ConsoleDoor | undefined {
  return options && createConsoleDoor({ ...parts, options, isAdmin: createAdminCheck(access) });
}

/** Tells whether the person who asked for a link is an admin still. */
function createAdminCheck(access: Pick<Access, 'isAdmin'>) {
  return (admin: ConsoleAdmin): boolean =>
    access.isAdmin(bareAuthor(admin), {
      platform: admin.platform,
      id: admin.id,
      kind: 'direct',
    });
}
