import type { Language } from '../../contracts/language.ts';
import type { ReplyStyle } from '../../contracts/reply-surface.ts';
import type { SettingsOf } from '../../contracts/settings.ts';
import type { Turn } from '../../contracts/turns.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';

/** The look of an answer under the settings of its place. */
export function answerStyle(
  { settingsOf }: { readonly settingsOf: SettingsOf },
  { address }: Turn,
  language: Language,
): ReplyStyle {
  const { isRich } = settingsOf(address.channel);
  return omitUndefined({ rich: isRich, language, isAnswer: true });
}
