import { z } from 'zod';
import type { Power, Role } from '../contracts/access.ts';
import type { Language } from '../contracts/language.ts';
import type { SamplingParameters } from '../contracts/provider.ts';
import type { FooterPart, PersonSettings, ScopeRules } from '../contracts/settings.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';

/** What the store holds for one scope. */
export interface StoredRules {
  readonly rules: ScopeRules;
  /** The scope had this name before the network gave its chat a new id: the operator's rules for it still count. */
  readonly formerScope?: string;
  readonly format: 1;
}

const text = z.string();

/** A rule that is left out when it is wrong: the others still count. It is `undefined` until `omitUndefined`. */
const spare = <Schema extends z.ZodType>(schema: Schema) =>
  schema.exactOptional().catch(undefined as never);

const language = z.enum(['en', 'de', 'ru', 'es', 'pt-BR', 'zh-CN'] satisfies Language[]);
const role = z.enum(['everyone', 'asker', 'moderators', 'admins', 'nobody'] satisfies Role[]);

const parameters: z.ZodType<SamplingParameters> = z
  .object({
    temperature: spare(z.number()),
    topP: spare(z.number()),
    topK: spare(z.number()),
    typicalP: spare(z.number()),
    repetitionPenalty: spare(z.number()),
    presencePenalty: spare(z.number()),
    frequencyPenalty: spare(z.number()),
    maxOutputTokens: spare(z.number()),
    stop: spare(z.array(text)),
    seed: spare(z.number()),
    reasoningEffort: spare(z.enum(['none', 'low', 'medium', 'high'])),
  })
  .transform(omitUndefined);

// Fields that are not listed stay as they are: a newer version of Parley may know them.
const rules: z.ZodType<ScopeRules> = z
  .looseObject({
    model: spare(text),
    persona: spare(text),
    instructions: spare(text),
    parameters: spare(parameters),
    reasoning: spare(z.enum(['hidden', 'folded'])),
    footer: spare(z.array(z.enum(['model', 'tokens', 'seconds', 'cost'] satisfies FooterPart[]))),
    language: spare(language),
    isRich: spare(z.boolean()),
    takesFiles: spare(z.boolean()),
    historyDays: spare(z.number().nonnegative()),
    powers: spare(
      z.partialRecord(
        z.custom<Power>((name) => typeof name === 'string'),
        role,
      ),
    ),
    moderators: spare(z.array(text)),
    followUp: spare(z.enum(['own', 'always', 'never'])),
    opensThreads: spare(z.boolean()),
    nearby: spare(
      z.union([
        z.literal(false),
        z.object({ messages: z.number(), ageMs: z.number(), characters: z.number() }),
      ]),
    ),
    acceptsProxies: spare(z.boolean()),
    answeredBots: spare(z.array(text)),
    answersChannelPosts: spare(z.boolean()),
    transcripts: spare(z.enum(['shown', 'hidden'])),
    summaryModel: spare(text),
    timeZone: spare(text),
  })
  .transform(omitUndefined);

/** The shape of what people chose for one scope. */
export const storedRulesShape: z.ZodType<StoredRules> = z
  .looseObject({
    rules,
    formerScope: spare(text),
    format: z.literal(1),
  })
  .transform(omitUndefined);

/** The shape of what a person chose. */
export const storedPersonShape: z.ZodType<PersonSettings & { readonly format: 1 }> = z
  .looseObject({
    language: spare(language),
    opensThreads: spare(z.boolean()),
    isRemembered: spare(z.boolean()),
    format: z.literal(1),
  })
  .transform(omitUndefined);
