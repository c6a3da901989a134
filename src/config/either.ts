import { z } from 'zod';

/** Accepts two forms of one value. An error mentions only the form that the value has, not both. */
export function either<Short, Long>(
  isShort: (value: unknown) => boolean,
  short: z.ZodType<Short>,
  long: z.ZodType<Long>,
): z.ZodType<Short | Long> {
  return z.unknown().transform((value, context) => {
    const result = isShort(value) ? short.safeParse(value) : long.safeParse(value);
    if (result.success) return result.data;
    // zod's types for issues differ between its input and its output.
    for (const issue of result.error.issues)
      context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    return z.NEVER;
  });
}
