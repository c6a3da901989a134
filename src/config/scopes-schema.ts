import { z } from 'zod';
import type { Power, Role } from '../contracts/access.ts';
import type { Language } from '../contracts/language.ts';
import type { LimitRules } from '../contracts/limits.ts';
import type { FooterPart, NearbyLimits, ScopeRules } from '../contracts/settings.ts';
import { isTimeZone } from '../lib/is-time-zone.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { either } from './either.ts';
import { limitRulesSchema } from './limit-rules-schema.ts';
import { optionalKeys } from './optional-keys.ts';
import { parametersSchema } from './parameters-schema.ts';
import { valueSchemas } from './value-schemas.ts';

const { modelName, duration, truth, words } = valueSchemas;

/** As a name: none of the personas of wider scopes (see `ScopeRules`). */
const NO_PERSONA = '';

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

const botId = z
  .string('must be the id of a bot, in quotes')
  .regex(/^-?\d+$/, 'must be the id of a bot, a number in quotes');

const moderatorId = z
  .string('must be the id of a role or a person, in quotes')
  .regex(
    /^(?:[a-z]+(?:@[\w-]+)?:)?\d+$/,
    'must be the id of a role or a person, such as "123456789"',
  );

const ROLES = ['everyone', 'asker', 'moderators', 'admins', 'nobody'] as const satisfies Role[];
const role = z.enum(ROLES, `must be one of ${ROLES.join(', ')}`);

/** The shape of `powers`. */
export const powersShape = {
  ask: role,
  stop: role,
  regenerate: role,
  undo: role,
  forget: role,
  model: role,
  persona: role,
  write_persona: role,
  settings: role,
  reset: role,
  pin: role,
  export: role,
  delete_my_data: role,
  why: role,
  why_details: role,
  usage: role,
  access: role,
} satisfies Record<Power, typeof role>;

const LANGUAGES = ['en', 'de', 'ru', 'es', 'pt-BR', 'zh-CN'] as const satisfies Language[];
const FOOTER_PARTS = ['model', 'tokens', 'seconds', 'cost'] as const satisfies FooterPart[];

/** The shape of one scope. */
export const scopeShape = {
  model: modelName,
  persona: either(
    (value) => value === false,
    z.literal(false).transform(() => NO_PERSONA),
    z.string('must be the name of a persona, or false').min(1, 'must not be empty'),
  ),
  instructions: words,
  parameters: parametersSchema,
  reasoning: z.enum(['hidden', 'folded'], 'must be hidden or folded'),
  footer: z.array(
    z.enum(FOOTER_PARTS, `must be one of ${FOOTER_PARTS.join(', ')}`),
    'must be a list, such as [model, tokens]',
  ),
  language: z.enum(LANGUAGES, `must be one of ${LANGUAGES.join(', ')}`),
  rich: truth,
  files: truth,
  history_days: z
    .number('must be a number of days, such as 30')
    .min(0, 'must be 0 (keep without limit) or more'),
  moderators: z.array(moderatorId, 'must be a list of ids, such as ["123456789"]').max(100),
  powers: optionalKeys(powersShape).transform(omitUndefined),
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
  limits: limitRulesSchema,
};

/** What one scope says. */
interface ParsedScope {
  readonly rules: ScopeRules;
  readonly limits: LimitRules | undefined;
}

const scope = optionalKeys(scopeShape)
  .refine(({ persona, instructions }) => !persona || instructions === undefined, {
    path: ['instructions'],
    message: 'cannot stand beside a persona, which has its own. Remove one of the two',
  })
  .transform(
    (parsed): ParsedScope => ({
      limits: parsed.limits,
      rules: omitUndefined({
        model: parsed.model,
        persona: parsed.persona,
        instructions: parsed.instructions,
        parameters: parsed.parameters,
        reasoning: parsed.reasoning,
        footer: parsed.footer,
        language: parsed.language,
        isRich: parsed.rich,
        takesFiles: parsed.files,
        historyDays: parsed.history_days,
        moderators: parsed.moderators,
        powers: parsed.powers,
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
