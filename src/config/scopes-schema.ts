import { z } from 'zod';
import type { NearbyLimits, ScopeRules } from '../contracts/settings.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { either } from './either.ts';
import { optionalKeys } from './optional-keys.ts';
import { valueSchemas } from './value-schemas.ts';

const { modelName, duration } = valueSchemas;

/** The limits that apply where `nearby` is `true`, or names only some of them. */
const USUAL_NEARBY: NearbyLimits = { messages: 30, ageMs: 60 * 60_000, characters: 6_000 };

/** The shape of `nearby` in its long form. */
export const nearbyShape = {
  messages: wholeNumberTo(100),
  age: duration,
  characters: wholeNumberTo(50_000),
};

const nearby = either(
  (value) => typeof value === 'boolean',
  z.boolean().transform((isOn): NearbyLimits | false => isOn && USUAL_NEARBY),
  optionalKeys(nearbyShape).transform(({ messages, age, characters }): NearbyLimits => {
    const given = omitUndefined({ messages, ageMs: age, characters });
    return { ...USUAL_NEARBY, ...given };
  }),
);

const truth = z.boolean('must be true or false');
const botId = z
  .string('must be the id of a bot, in quotes')
  .regex(/^-?\d+$/, 'must be the id of a bot, a number in quotes');

/** The shape of one scope. */
export const scopeShape = {
  follow_up: z.enum(['own', 'always', 'never'], 'must be own, always or never'),
  threads: truth,
  nearby,
  proxies: truth,
  answered_bots: z.array(botId, 'must be a list of ids, such as ["123456789"]').max(100),
  channel_posts: truth,
  transcripts: z.enum(['shown', 'hidden'], 'must be shown or hidden'),
  summary_model: modelName,
  time_zone: z.string('must be a time zone, such as Europe/Berlin').refine(isTimeZone, {
    error: ({ input }) => `“${input}” is no time zone. Write one such as Europe/Berlin or UTC`,
  }),
};

const scope = optionalKeys(scopeShape).transform(
  (parsed): ScopeRules =>
    omitUndefined({
      followUp: parsed.follow_up,
      opensThreads: parsed.threads,
      nearby: parsed.nearby,
      acceptsProxies: parsed.proxies,
      answeredBots: parsed.answered_bots,
      answersChannelPosts: parsed.channel_posts,
      transcripts: parsed.transcripts,
      summaryModel: parsed.summary_model,
      timeZone: parsed.time_zone,
    }),
);

/** The shape of `scopes`. `checkNames` checks the names. */
export const scopesSchema = z.record(
  z.string(),
  scope,
  'must be names of places, each with its settings',
);

function wholeNumberTo(most: number) {
  const message = `must be a whole number from 1 to ${most}`;
  return z.int(message).min(1, message).max(most, message);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
