import { toOneLine } from '../../lib/to-one-line.ts';
import type { PdfPage } from './read-page-text.ts';

/** A field of a form, or a comment. PDF.js names much more. */
interface Annotation {
  readonly subtype?: string;
  readonly fieldName?: string;
  /** The label that a form gives to people who hear it. */
  readonly alternativeText?: string;
  readonly fieldValue?: unknown;
  readonly checkBox?: boolean;
  readonly radioButton?: boolean;
  /** The value of this button of a group. */
  readonly buttonValue?: string;
  readonly contentsObj?: { readonly str?: string };
}

const MAX_FIELDS = 500;
const COMMENTS = ['Text', 'FreeText', 'Highlight', 'Underline', 'StrikeOut', 'Stamp'];
const NOT_CHECKED = 'Off';

/**
 * Reads what people filled in on a page and wrote beside it, which is not a part of the page's text.
 *
 * @returns A list in Markdown; empty: there is nothing.
 */
export async function readPageFields(page: PdfPage): Promise<string> {
  const annotations: readonly Annotation[] = await page.getAnnotations();
  const lines = annotations.slice(0, MAX_FIELDS).flatMap((each) => lineOf(each) ?? []);
  return lines.map((line) => `- ${toOneLine(line)}`).join('\n');
}

function lineOf(annotation: Annotation): string | undefined {
  const { subtype = '', contentsObj } = annotation;
  if (subtype === 'Widget') return fieldLineOf(annotation);
  const comment = contentsObj?.str?.trim();
  return COMMENTS.includes(subtype) && comment ? `Comment: ${comment}` : undefined;
}

function fieldLineOf(annotation: Annotation): string | undefined {
  const { fieldName = '', alternativeText, checkBox, radioButton, buttonValue } = annotation;
  const value = valueText(annotation.fieldValue);
  if (value === '') return undefined;

  const label = alternativeText || fieldName || 'Field';
  if (checkBox) return value === NOT_CHECKED ? undefined : `${label}: checked`;
  if (radioButton && value !== buttonValue) return undefined;
  return `${label}: ${value}`;
}

/** A list of choices gives several values. */
function valueText(value: unknown): string {
  const values = Array.isArray(value) ? value : [value];
  return values
    .filter((each) => typeof each === 'string')
    .join(', ')
    .trim();
}
