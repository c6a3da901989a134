import type { Json } from '../json.ts';
import type { Form } from './form.ts';

/** Over all embeds of a message. */
const EMBEDS_TOTAL_LENGTH = 6000;

/** Checks the embeds of a message; gives them as they came. */
export function readEmbeds(form: Form): readonly Json[] | undefined {
  const embeds = form.list(0, 10);
  if (embeds === undefined) return undefined;
  const total = embeds.reduce((sum, embed) => sum + readEmbed(embed), 0);
  if (total > EMBEDS_TOTAL_LENGTH) {
    form.complain(
      'MAX_EMBED_SIZE_EXCEEDED',
      `Embed size exceeds maximum size of ${EMBEDS_TOTAL_LENGTH}`,
    );
  }
  return embeds.flatMap((embed) => {
    const record = embed.record();
    return record ? [{ type: 'rich', ...record.value }] : [];
  });
}

/** Gives the length that counts for the total. */
function readEmbed(form: Form): number {
  if (!form.required().record()) return 0;
  const fields = form.at('fields').list(0, 25) ?? [];
  form.at('url').url(2048);
  form.at('color').integer();
  const texts = [
    form.at('title').text(0, 256),
    form.at('description').text(0, 4096),
    form.at('footer').at('text').text(0, 2048),
    form.at('author').at('name').text(0, 256),
    ...fields.flatMap((field) => [
      field.at('name').required().text(1, 256),
      field.at('value').required().text(1, 1024),
    ]),
  ];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}
