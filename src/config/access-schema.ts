import { z } from 'zod';
import type { AccessRules } from '../contracts/access.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { optionalKeys } from './optional-keys.ts';

const CURE =
  'Write a number in quotes, or with its network: discord:123456789, discord@memes:123456789, telegram:-100123456789/7';

/** YAML would round the long numbers of Discord, so numbers need quotes or a network. */
const id = z
  .string(`must be an id. ${CURE}`)
  .regex(/^(?:(?:discord|telegram)(?:@[\w-]+)?:)?-?\d+(?:\/\d+)?$/, {
    error: ({ input }) => `“${input}” is not an id. ${CURE}`,
  });
const ids = z.array(id, 'must be a list of ids, such as [discord:123456789]').max(10_000);

/** The shape of `access`. */
export const accessShape = {
  admins: ids,
  allow: ids,
  deny: ids,
  direct: z.enum(['on', 'off', 'listed'], 'must be on, off or listed'),
};

/** The section `access`: who may use the bot. */
export const accessSchema = optionalKeys(accessShape).transform(
  (parsed): Partial<AccessRules> => omitUndefined(parsed),
);
