import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { ShownEmbed } from '../../shown-message.ts';
import type { Json } from '../json.ts';

/** An embed as a person's screen shows it. */
export function toShownEmbed(embed: Json): ShownEmbed {
  const fields: readonly unknown[] = Array.isArray(embed.fields) ? embed.fields : [];
  const optional = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
  return omitUndefined({
    title: optional(embed.title),
    url: optional(embed.url),
    author: optional(Object(embed.author).name),
    description: optional(embed.description),
    fields: fields.map((field) => ({
      name: textOf(Object(field).name),
      value: textOf(Object(field).value),
    })),
    footer: optional(Object(embed.footer).text),
    colour: typeof embed.color === 'number' ? embed.color : undefined,
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
