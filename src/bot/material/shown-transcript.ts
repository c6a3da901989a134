import type { SettingsOf } from '../../contracts/settings.ts';
import type { Turn } from '../../contracts/turns.ts';

/** The words of a question's own recordings. Empty where the operator does not show them above the answer. */
export function shownTranscript(
  { inputs, material, address }: Turn,
  settingsOf: SettingsOf,
): string {
  if (settingsOf(address.channel).transcripts !== 'shown') return '';

  const refs = new Set(inputs.flatMap(({ attachments }) => attachments.map(({ ref }) => ref)));
  return (material?.files ?? [])
    .flatMap((file) => (file.kind === 'transcript' && refs.has(file.ref) ? file.text : []))
    .filter(Boolean)
    .join('\n');
}
