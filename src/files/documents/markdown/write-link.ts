import { toOneLine } from '../../../lib/to-one-line.ts';

/** Addresses that lead somewhere for the reader of an answer. */
const LINKABLE = /^(https?:\/\/|mailto:|tel:)/i;
const MAX_ADDRESS_CHARACTERS = 2_000;

/** A link, or its words alone if the address leads nowhere outside of the document. */
export function writeLink(label: string, address: string | undefined): string {
  const target = address?.trim() ?? '';
  if (!LINKABLE.test(target) || target.length > MAX_ADDRESS_CHARACTERS) return label;
  const words = toOneLine(label);
  if (!words) return '';
  if (words === target || `mailto:${words}` === target) return label;
  return `[${words.replace(/[[\]]/g, '\\$&')}](${target.replace(/[\s()<>]/g, escapeByte)})`;
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
