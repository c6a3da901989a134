import { setextUnderline, thematicBreak } from 'micromark-core-commonmark';
import type { Extension } from 'micromark-util-types';

const DASH = 45;
const EQUALS_SIGN = 61;

/**
 * Makes dashes under a paragraph a rule, as models mean them. CommonMark makes a heading of the
 * paragraph. Equal signs still do.
 */
export const ruleSyntaxExtension: Extension = {
  disable: { null: ['setextUnderline'] },
  flow: {
    [DASH]: { ...thematicBreak, name: 'rule' },
    [EQUALS_SIGN]: { ...setextUnderline, name: 'headingUnderline' },
  },
};
