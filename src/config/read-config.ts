import { z } from 'zod';
import type { ProcessRole } from '../contracts/fleet.ts';
import type { ScopeRules } from '../contracts/settings.ts';
import { ConfigError } from '../errors.ts';
import { type Env, readVariable } from '../lib/env.ts';
import { isPostgresUrl } from '../lib/is-postgres-url.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { DEFAULT_ROUTING_FILE } from './open-routing.ts';
import { type ConsoleConfig, readConsole } from './read-console.ts';

/**
 * The settings that belong to no single platform or provider.
 * Platforms and providers read their own variables.
 */
export interface Config {
  readonly defaultModel?: string;
  /** The path of `parley.yaml`. The file may be missing. */
  readonly routingFile: string;
  /** The settings that the variables give to every place. */
  readonly settings: ScopeRules;
  /** The number of messages for one answer. The whole of a longer answer follows in a file. */
  readonly maxMessages: number;
  readonly storeUrl: string;
  /** The address of PostgreSQL itself, where STORE_URL names a pooler. */
  readonly storeDirectUrl?: string;
  /** The most connections of one process over STORE_URL. */
  readonly storeConnections?: number;
  /** The part of the work that this process does. */
  readonly role: ProcessRole;
  readonly admins: readonly string[];
  readonly allowedUsers: readonly string[];
  readonly allowedChats: readonly string[];
  /** The chats that are told of troubles, as `<platform>:<id>`. Absent: the admins are. `off`: nobody is. */
  readonly alertsTo?: readonly string[] | 'off';
  /** The address that tells the newest version. Absent: nobody asks. */
  readonly updateCheck?: string;
  /** Absent: there is no console. */
  readonly console?: ConsoleConfig;
  /** Where a monitor reads metrics. Absent: nowhere. */
  readonly metrics?: { readonly host: string; readonly port: number };
}

/** A list with commas, spaces or line breaks between its entries. */
const list = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));

const ids = list.pipe(
  z.array(
    z.string().regex(/^([a-z]+(@[\w-]+)?:)?-?\d+(\/\d+)?$/, {
      error: ({ input }) =>
        `“${input}” is not an id. List numbers such as 123456789, separated by commas; names are not safe here, because people can change them. Mention the bot or write to it, and it tells you the id to add.`,
    }),
  ),
);

const CHAT_ID = /^[a-z]+(@[\w-]+)?:-?\d+(\/\d+)?$/;

const alertsTo = list.transform((entries, context) => {
  if (entries.length === 1 && entries[0] === 'off') return 'off' as const;
  const wrong = entries.find((entry) => !CHAT_ID.test(entry));
  if (wrong === undefined) return entries;
  const message = `“${wrong}” is no chat. Write off, or ids with their network, separated by commas: discord:123456789 for a channel, telegram:-100123456789 for a group.`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const updateCheck = z
  .url({ protocol: /^https?$/, error: 'must be the address of a JSON that has the newest version' })
  .optional();

const FOOTER_PARTS = ['model', 'tokens', 'seconds', 'cost'] as const;

const footer = list.pipe(
  z.array(
    z.enum(FOOTER_PARTS, {
      error: ({ input }) =>
        `“${input}” cannot be in the footer. Use any of ${FOOTER_PARTS.join(', ')}.`,
    }),
  ),
);

const MOST_MESSAGES_CURE = 'must be a whole number from 1 to 20, for instance 5';

const CONNECTIONS_CURE = 'must be a whole number from 1 to 500, for instance 10';

const METRICS_PORT_CURE = 'must be a port from 1 to 65535, for instance 9464';

const schema = z.object({
  DEFAULT_MODEL: z.string().optional(),
  PARLEY_CONFIG: z.string().default(DEFAULT_ROUTING_FILE),
  SYSTEM_PROMPT: z.string().optional(),
  REASONING: z.enum(['hidden', 'folded'], { error: 'must be hidden or folded' }).optional(),
  FOOTER: footer.optional(),
  MOST_MESSAGES: z.coerce
    .number({ error: MOST_MESSAGES_CURE })
    .int(MOST_MESSAGES_CURE)
    .min(1, MOST_MESSAGES_CURE)
    .max(20, MOST_MESSAGES_CURE)
    .default(5),
  STORE_URL: z.string().default('sqlite:./data/parley.sqlite'),
  STORE_DIRECT_URL: z
    .string()
    .refine(
      isPostgresUrl,
      'must be the address of PostgreSQL itself, as in postgres://user:password@host:5432/parley',
    )
    .optional(),
  STORE_CONNECTIONS: z.coerce
    .number({ error: CONNECTIONS_CURE })
    .int(CONNECTIONS_CURE)
    .min(1, CONNECTIONS_CURE)
    .max(500, CONNECTIONS_CURE)
    .optional(),
  PARLEY_ROLE: z
    .enum(['all', 'gateway', 'worker'], {
      error: 'must be all, gateway (takes events) or worker (answers them)',
    })
    .default('all'),
  HISTORY_DAYS: z.coerce
    .number({ error: 'must be a number of days, for instance 30' })
    .min(0, 'must be 0 (keep without limit) or more')
    .optional(),
  ADMINS: ids.default([]),
  ALLOWED_USERS: ids.default([]),
  ALLOWED_CHATS: ids.default([]),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: z.coerce
    .number({ error: METRICS_PORT_CURE })
    .int(METRICS_PORT_CURE)
    .min(1, METRICS_PORT_CURE)
    .max(65_535, METRICS_PORT_CURE)
    .optional(),
  ALERTS_TO: alertsTo.optional(),
  UPDATE_CHECK: updateCheck,
});

/**
 * Reads the configuration from the environment.
 *
 * @throws A `ConfigError` that names every wrong variable and its cure.
 */
export function readConfig(env: Env): Config {
  const result = schema.safeParse({
    DEFAULT_MODEL: readVariable(env, 'DEFAULT_MODEL'),
    PARLEY_CONFIG: readVariable(env, 'PARLEY_CONFIG'),
    SYSTEM_PROMPT: readVariable(env, 'SYSTEM_PROMPT'),
    REASONING: readVariable(env, 'REASONING'),
    FOOTER: readVariable(env, 'FOOTER'),
    MOST_MESSAGES: readVariable(env, 'MOST_MESSAGES'),
    STORE_URL: readVariable(env, 'STORE_URL'),
    STORE_DIRECT_URL: readVariable(env, 'STORE_DIRECT_URL'),
    STORE_CONNECTIONS: readVariable(env, 'STORE_CONNECTIONS'),
    PARLEY_ROLE: readVariable(env, 'PARLEY_ROLE'),
    HISTORY_DAYS: readVariable(env, 'HISTORY_DAYS'),
    ADMINS: readVariable(env, 'ADMINS'),
    ALLOWED_USERS: readVariable(env, 'ALLOWED_USERS'),
    ALLOWED_CHATS: readVariable(env, 'ALLOWED_CHATS'),
    METRICS_HOST: readVariable(env, 'METRICS_HOST'),
    METRICS_PORT: readVariable(env, 'METRICS_PORT'),
    ALERTS_TO: readVariable(env, 'ALERTS_TO'),
    UPDATE_CHECK: readVariable(env, 'UPDATE_CHECK'),
  });

  if (!result.success) {
    const problems = result.error.issues.map(
      ({ path, message }) => `${String(path[0])}: ${message}`,
    );
    throw new ConfigError(problems.join('\n'));
  }

  const { data } = result;
  checkRole(data.PARLEY_ROLE, data.STORE_URL);
  const { METRICS_HOST: host, METRICS_PORT: port } = data;
  const console = readConsole(env);
  if (console?.port === port && console?.host === host)
    throw new ConfigError(`METRICS_PORT: ${port} is the port of the console. Choose another one.`);
  return omitUndefined({
    defaultModel: data.DEFAULT_MODEL,
    routingFile: data.PARLEY_CONFIG,
    settings: omitUndefined({
      instructions: data.SYSTEM_PROMPT,
      reasoning: data.REASONING,
      footer: data.FOOTER,
      historyDays: data.HISTORY_DAYS,
    }),
    maxMessages: data.MOST_MESSAGES,
    storeUrl: data.STORE_URL,
    storeDirectUrl: data.STORE_DIRECT_URL,
    storeConnections: data.STORE_CONNECTIONS,
    role: data.PARLEY_ROLE,
    admins: data.ADMINS,
    allowedUsers: data.ALLOWED_USERS,
    allowedChats: data.ALLOWED_CHATS,
    alertsTo: data.ALERTS_TO,
    updateCheck: data.UPDATE_CHECK,
    console,
    metrics: port === undefined ? undefined : { host, port },
  });
}

/** A gateway and a worker meet in the store, which must be one for several processes. */
function checkRole(role: ProcessRole, storeUrl: string): void {
  if (role === 'all' || isPostgresUrl(storeUrl)) return;
  throw new ConfigError(
    `PARLEY_ROLE: ${role} shares its work with other processes, which needs a store in PostgreSQL. Set STORE_URL as in postgres://user:password@host:5432/parley, or leave PARLEY_ROLE empty: then this process does everything.`,
  );
}
