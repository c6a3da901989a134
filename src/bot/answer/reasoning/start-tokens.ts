import { ROLE_TOKENS } from './role-tokens.ts';

/** Tokens that servers leave at the start of an answer: of the text, or of the model's turn. */
export const START_TOKENS: readonly string[] = [
  '<bos>',
  '<sop>',
  '[gMASK]',
  '<|begin_of_text|>',
  '<|startoftext|>',
  '<｜begin▁of▁sentence｜>',
  '<|START_OF_TURN_TOKEN|>',
  // Sky-T1 and Command R7B put their answers between tokens, like their thoughts.
  '<|begin_of_solution|>',
  '<|START_RESPONSE|>',
  ...ROLE_TOKENS.own,
];
