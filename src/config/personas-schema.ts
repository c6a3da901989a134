import { z } from 'zod';
import type { Persona } from '../contracts/settings.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { either } from './either.ts';
import { parametersSchema } from './parameters-schema.ts';
import { valueSchemas } from './value-schemas.ts';

const { modelName, words } = valueSchemas;

type NamelessPersona = Omit<Persona, 'name'>;

/** Discord's limit for the description of an entry of a menu. */
const MAX_DESCRIPTION_CHARACTERS = 100;

/** The shape of a persona in its long form. */
export const personaShape = {
  instructions: words,
  description: words
    .max(MAX_DESCRIPTION_CHARACTERS, `must have at most ${MAX_DESCRIPTION_CHARACTERS} characters`)
    .optional(),
  model: modelName.optional(),
  parameters: parametersSchema.optional(),
};

const persona = either(
  (value) => typeof value === 'string',
  words.transform((instructions): NamelessPersona => ({ instructions })),
  z
    .strictObject(
      personaShape,
      'must be a text, or have instructions, description, model, parameters',
    )
    .transform((parsed): NamelessPersona => omitUndefined(parsed)),
);

/** The shape of `personas`. `checkNames` checks the names. */
export const personasSchema = z
  .record(z.string(), persona, 'must be names, each with its instructions')
  .transform(
    (personas) =>
      new Map(Object.entries(personas).map(([name, rest]) => [name, { name, ...rest }] as const)),
  );
