import { z } from 'zod';
import type { Power, Role } from '../contracts/access.ts';
import type { Language } from '../contracts/language.ts';
import type { SamplingParameters } from '../contracts/provider.ts';
import type { FooterPart, PersonSettings, ScopeRules } from '../contracts/settings.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';

/** The record of one scope in the store. */
export interface StoredRules {
  readonly rules: ScopeRules;
  /** The name of the scope before the network gave its chat a new id. The operator's rules for that name still count. */
  readonly formerScope?: string;
  readonly format: 1;
}

const text = z.string();

/** A rule that is left out when it is wrong: the others still count. It is `undefined` until `omitUndefined`. */
const skippable = <Schema extends z.ZodType>(schema: Schema) =>
  schema.exactOptional().catch(undefined as never);

const language = z.enum(['en', 'de', 'ru', 'es', 'pt-BR', 'zh-CN'] satisfies Language[]);
const role = z.enum(['everyone', 'asker', 'moderators', 'admins', 'nobody'] satisfies Role[]);

const parameters: z.ZodType<SamplingParameters> = z
  .object({
    temperature: skippable(z.number()),
    topP: skippable(z.number()),
    topK: skippable(z.number()),
    typicalP: skippable(z.number()),
    repetitionPenalty: skippable(z.number()),
    presencePenalty: skippable(z.number()),
    frequencyPenalty: skippable(z.number()),
    maxOutputTokens: skippable(z.number()),
    stop: skippable(z.array(text)),
    seed: skippable(z.number()),
    reasoningEffort: skippable(z.enum(['none', 'low', 'medium', 'high'])),
  })
  .transform(omitUndefined);

// Fields that are not listed stay as they are: a newer version of Parley may know them.
const rules: z.ZodType<ScopeRules> = z
  .looseObject({
    model: skippable(text),
    persona: skippable(text),
    instructions: skippable(text),
    parameters: skippable(parameters),
    reasoning: skippable(z.enum(['hidden', 'folded'])),
    footer: skippable(
      z.array(z.enum(['model', 'tokens', 'seconds', 'cost'] satisfies FooterPart[])),
    ),
    language: skippable(language),
    isRich: skippable(z.boolean()),
    takesFiles: skippable(z.boolean()),
    historyDays: skippable(z.number().nonnegative()),
    powers: skippable(
      z.partialRecord(
        z.custom<Power>((name) => typeof name === 'string'),
        role,
      ),
    ),
    moderators: skippable(z.array(text)),
    followUp: skippable(z.enum(['own', 'always', 'never'])),
    opensThreads: skippable(z.boolean()),
    nearby: skippable(
      z.union([
        z.literal(false),
        z.object({ messages: z.number(), ageMs: z.number(), characters: z.number() }),
      ]),
    ),
    acceptsProxies: skippable(z.boolean()),
    answeredBots: skippable(z.array(text)),
    answersChannelPosts: skippable(z.boolean()),
    transcripts: skippable(z.enum(['shown', 'hidden'])),
    summaryModel: skippable(text),
    timeZone: skippable(text),
  })
  .transform(omitUndefined);

/** The shape of what people chose for one scope. */
export const storedRulesShape: z.ZodType<StoredRules> = z
  .looseObject({
    rules,
    formerScope: skippable(text),
    format: z.literal(1),
  })
  .transform(omitUndefined);

/** The record of one person in the store. */
export type StoredPerson = PersonSettings & { readonly format: 1 };

/** The shape of what a person chose. */
export const storedPersonShape: z.ZodType<StoredPerson> = z
  .looseObject({
    language: skippable(language),
    opensThreads: skippable(z.boolean()),
    isRemembered: skippable(z.boolean()),
    format: z.literal(1),
  })
  .transform(omitUndefined);
