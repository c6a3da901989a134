import { en, type Texts } from '../en/index.ts';

/** Every sentence in this language. */
export const ru: Texts = en;
