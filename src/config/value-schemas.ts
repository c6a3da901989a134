import { z } from 'zod';
import { readDuration } from './read-duration.ts';

/** A day is more than any answer needs. Node's timers take at most 24 days. */
const LONGEST_DURATION_MS = 24 * 3_600_000;

const modelName = z
  .string('must be the name of a model, such as openai/gpt-5, in quotes if it is a number')
  .trim()
  .min(1, 'must not be empty');

const duration = z
  .union([z.string(), z.number()], 'must be a time, such as 60s or 5m')
  .transform((value, context) => {
    const ms = typeof value === 'string' ? readDuration(value) : undefined;
    if (ms !== undefined && ms > 0 && ms <= LONGEST_DURATION_MS) return ms;
    const cure = 'Write 500ms, 60s, 5m or 1h: more than zero, and at most a day.';
    context.addIssue({ code: 'custom', message: `“${value}” is not a time limit. ${cure}` });
    return z.NEVER;
  });

const count = z.int('must be a whole number').min(1, 'must be at least 1');
const truth = z.boolean('must be true or false');

const words = z.string('must be a text').trim().min(1, 'must not be empty');

function numberBetween(from: number, to: number) {
  const message = `must be a number from ${from} to ${to}`;
  return z.number(message).min(from, message).max(to, message);
}

/** The values that several parts of `parley.yaml` have: names of models and aliases, times in milliseconds, texts, numbers. */
export const valueSchemas = { modelName, duration, count, truth, words, numberBetween };
