import type { Command } from '../contracts/command.ts';
import { continueAnswer } from './continue-answer.ts';
import { forget } from './forget.ts';
import { help } from './help.ts';
import { model } from './model.ts';
import { regenerate } from './regenerate.ts';
import { reset } from './reset.ts';
import { rich } from './rich.ts';
import { stop } from './stop.ts';
import { why } from './why.ts';

/** Every command, in display order. */
export const commands: readonly Command[] = [
  model,
  stop,
  regenerate,
  continueAnswer,
  forget,
  reset,
  rich,
  why,
  help,
];
