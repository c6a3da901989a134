import type { Json } from '../json.ts';
import type { Form } from './form.ts';

/** https://discord.com/developers/docs/reference#locales */
const LOCALES: readonly string[] =
  'id en-US en-GB bg zh-CN zh-TW hr cs da nl fi fr de el hi hu it ja ko lt no pl pt-BR ro ru es-ES es-419 sv-SE th tr uk vi'.split(
    ' ',
  );

/** Reads words by language. A language that Discord does not have is refused, and so is a text that is too long. */
export function readLocalizations(form: Form, maxCharacters: number): Json | null {
  const words = form.object()?.value;
  if (typeof words !== 'object' || words === null) return null;

  for (const locale of Object.keys(words)) {
    const field = form.field(locale);
    field.required().text(1, maxCharacters);
    if (!LOCALES.includes(locale))
      field.addError('BASE_TYPE_CHOICES', `Value must be one of {${LOCALES.join(', ')}}.`);
  }
  return words as Json;
}
