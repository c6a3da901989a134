import { cutEnd } from '../../../../lib/cut-end.ts';

/** Cuts a text after `maxLength` characters, and shows that it goes on. */
export function clip(text: string, maxLength: number): string {
  const trimmed = text.trim();
  if (trimmed.length <= maxLength) return trimmed;
  return `${cutEnd(trimmed, maxLength).trimEnd()}…`;
}
