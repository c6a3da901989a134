import { z } from 'zod';

/** An object whose keys are all optional. An unknown key is an error. */
export function optionalKeys<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, `must have ${Object.keys(shape).join(', ')}`).partial();
}
