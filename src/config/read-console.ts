import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import { type Env, readVariable } from '../lib/env.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';

/** The operator's page. */
export interface ConsoleConfig {
  readonly port: number;
  /** The address on which it listens. */
  readonly host: string;
  /** The secret that opens it. Absent: only links of `/console` do. */
  readonly token?: string;
  /** The address under which people reach it, behind a proxy. */
  readonly url?: string;
  /** It shows what people ask, and the answers. */
  readonly showsText: boolean;
}

const PORT_CURE = 'must be a port from 1 to 65535, for instance 8420';
const URL_CURE =
  'must be the address of a whole host, such as https://parley.example.org, without a path';

const schema = z.object({
  CONSOLE_PORT: z
    .string()
    .regex(/^\d{1,5}$/, PORT_CURE)
    .transform(Number)
    .pipe(z.number().min(1, PORT_CURE).max(65_535, PORT_CURE))
    .exactOptional(),
  CONSOLE_HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be an address of this machine, for instance 127.0.0.1')
    .default('127.0.0.1'),
  CONSOLE_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters; openssl rand -hex 32 makes a good one')
    .max(512, 'must have at most 512 characters')
    .exactOptional(),
  CONSOLE_URL: z
    .string()
    .regex(/^https?:\/\/[^\s/?#@\\]+\/?$/, URL_CURE)
    .refine((text) => URL.canParse(text), URL_CURE)
    .transform((text) => new URL(text).origin)
    .exactOptional(),
  CONSOLE_SHOWS_TEXT: z.enum(['yes', 'no'], { error: 'must be yes or no' }).default('no'),
});

/**
 * Reads the variables of the console. `undefined`: CONSOLE_PORT is not set.
 *
 * @throws A `ConfigError` that names every wrong variable and its cure, and shows no value.
 */
export function readConsole(env: Env): ConsoleConfig | undefined {
  const result = schema.safeParse(
    omitUndefined({
      CONSOLE_PORT: readVariable(env, 'CONSOLE_PORT'),
      CONSOLE_HOST: readVariable(env, 'CONSOLE_HOST'),
      CONSOLE_TOKEN: readVariable(env, 'CONSOLE_TOKEN'),
      CONSOLE_URL: readVariable(env, 'CONSOLE_URL'),
      CONSOLE_SHOWS_TEXT: readVariable(env, 'CONSOLE_SHOWS_TEXT'),
    }),
  );
  if (!result.success) {
    const problems = result.error.issues.map(
      ({ path, message }) => `${String(path[0])}: ${message}`,
    );
    throw new ConfigError(problems.join('\n'));
  }

  const { data } = result;
  if (data.CONSOLE_PORT === undefined) return undefined;
  return omitUndefined({
    port: data.CONSOLE_PORT,
    host: data.CONSOLE_HOST,
    showsText: data.CONSOLE_SHOWS_TEXT === 'yes',
    token: data.CONSOLE_TOKEN,
    url: data.CONSOLE_URL,
  });
}
