import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import { type Env, readVariable } from '../lib/env.ts';
import { USUAL_ROUTING_FILE } from './open-routing.ts';

/** What the parts that belong to no platform and no provider are told; those read their own variables. */
export interface Config {
  readonly defaultModel?: string;
  /** Where the routing is, if there is one. */
  readonly routingFile: string;
  readonly systemPrompt: string;
  /** What people see of what a model thinks before its answer. */
  readonly reasoning: 'hidden' | 'folded';
  /** What stands below every answer, in this order. */
  readonly footer: readonly (typeof FOOTER_PARTS)[number][];
  /** A longer answer goes on in a file. */
  readonly mostMessages: number;
  readonly storeUrl: string;
  /** 0: for ever. */
  readonly historyDays: number;
  readonly admins: readonly string[];
  readonly allowedUsers: readonly string[];
  readonly allowedChats: readonly string[];
}

const DEFAULT_SYSTEM_PROMPT =
  'You are a helpful assistant in a chat. Answer in the language of the question, and as briefly as it allows.';

const ids = z
  .string()
  .default('')
  .transform((list) => list.split(/[\s,]+/).filter(Boolean))
  .pipe(
    z.array(
      z.string().regex(/^([a-z]+:)?-?\d+$/, {
        error: ({ input }) =>
          `“${input}” is no id. List numbers such as 123456789, separated by commas: names can be changed, so they let nobody in. Mention the bot or write to it, and it tells the id to add.`,
      }),
    ),
  );

const FOOTER_PARTS = ['model', 'tokens', 'seconds', 'cost'] as const;

const footer = z
  .string()
  .default('')
  .transform((list) => list.split(/[\s,]+/).filter(Boolean))
  .pipe(
    z.array(
      z.enum(FOOTER_PARTS, {
        error: ({ input }) => `“${input}” is none of ${FOOTER_PARTS.join(', ')}.`,
      }),
    ),
  );

const MOST_MESSAGES_CURE = 'must be a whole number from 1 to 20, for instance 5';

const schema = z.object({
  DEFAULT_MODEL: z.string().optional(),
  PARLEY_CONFIG: z.string().default(USUAL_ROUTING_FILE),
  SYSTEM_PROMPT: z.string().default(DEFAULT_SYSTEM_PROMPT),
  REASONING: z.enum(['hidden', 'folded'], { error: 'must be hidden or folded' }).default('hidden'),
  FOOTER: footer,
  MOST_MESSAGES: z.coerce
    .number({ error: MOST_MESSAGES_CURE })
    .int(MOST_MESSAGES_CURE)
    .min(1, MOST_MESSAGES_CURE)
    .max(20, MOST_MESSAGES_CURE)
    .default(5),
  STORE_URL: z.string().default('sqlite:./data/parley.sqlite'),
  HISTORY_DAYS: z.coerce
    .number({ error: 'must be a number of days, for instance 30' })
    .min(0, 'must be 0 (keep for ever) or more')
    .default(30),
  ADMINS: ids,
  ALLOWED_USERS: ids,
  ALLOWED_CHATS: ids,
});

/** Throws a `ConfigError` that names every variable that is wrong, and how to cure it. */
export function readConfig(env: Env): Config {
  const result = schema.safeParse({
    DEFAULT_MODEL: readVariable(env, 'DEFAULT_MODEL'),
    PARLEY_CONFIG: readVariable(env, 'PARLEY_CONFIG'),
    SYSTEM_PROMPT: readVariable(env, 'SYSTEM_PROMPT'),
    REASONING: readVariable(env, 'REASONING'),
    FOOTER: readVariable(env, 'FOOTER'),
    MOST_MESSAGES: readVariable(env, 'MOST_MESSAGES'),
    STORE_URL: readVariable(env, 'STORE_URL'),
    HISTORY_DAYS: readVariable(env, 'HISTORY_DAYS'),
    ADMINS: readVariable(env, 'ADMINS'),
    ALLOWED_USERS: readVariable(env, 'ALLOWED_USERS'),
    ALLOWED_CHATS: readVariable(env, 'ALLOWED_CHATS'),
  });
  if (!result.success) {
    throw new ConfigError(
      result.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`).join('\n'),
    );
  }
  const { data } = result;
  return {
    ...(data.DEFAULT_MODEL !== undefined && { defaultModel: data.DEFAULT_MODEL }),
    routingFile: data.PARLEY_CONFIG,
    systemPrompt: data.SYSTEM_PROMPT,
    reasoning: data.REASONING,
    footer: data.FOOTER,
    mostMessages: data.MOST_MESSAGES,
    storeUrl: data.STORE_URL,
    historyDays: data.HISTORY_DAYS,
    admins: data.ADMINS,
    allowedUsers: data.ALLOWED_USERS,
    allowedChats: data.ALLOWED_CHATS,
  };
}
