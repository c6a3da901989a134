import { decodeXml } from './decode-xml.ts';

/** The root element comes within this part of a file, after comments and a type. */
const MAX_PROLOG_BYTES = 8_192;
const DOCTYPE = /^<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>\s*/i;

/** Tells whether the root element of an XML file is `svg`. */
export function isSvg(bytes: Uint8Array): boolean {
  const head = decodeXml(bytes.subarray(0, MAX_PROLOG_BYTES));
  return /^<(?:\w+:)?svg[\s>/]/.test(head.replace(DOCTYPE, ''));
}
