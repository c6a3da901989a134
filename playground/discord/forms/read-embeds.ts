import type { Json } from '../json.ts';
import type { Form } from './form.ts';

/** The most characters in all embeds of a message together. */
const MAX_TOTAL_LENGTH = 6000;

/** Checks the embeds of a message, and returns them unchanged. */
export function readEmbeds(form: Form): readonly Json[] | undefined {
  const embeds = form.list(0, 10);
  if (embeds === undefined) return undefined;

  const total = embeds.reduce((sum, embed) => sum + checkEmbed(embed), 0);
  if (total > MAX_TOTAL_LENGTH) {
    form.addError(
      'MAX_EMBED_SIZE_EXCEEDED',
      `Embed size exceeds maximum size of ${MAX_TOTAL_LENGTH}`,
    );
  }

  return embeds.flatMap((embed) => {
    const record = embed.object();
    return record ? [{ type: 'rich', ...record.value }] : [];
  });
}

/** Returns the length that counts towards the total. */
function checkEmbed(form: Form): number {
  if (!form.required().object()) return 0;

  const fields = form.field('fields').list(0, 25) ?? [];
  form.field('url').url(2048);
  form.field('color').integer();
  const texts = [
    form.field('title').text(0, 256),
    form.field('description').text(0, 4096),
    form.field('footer').field('text').text(0, 2048),
    form.field('author').field('name').text(0, 256),
    ...fields.flatMap((field) => [
      field.field('name').required().text(1, 256),
      field.field('value').required().text(1, 1024),
    ]),
  ];

  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}
