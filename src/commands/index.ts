import type { Command } from '../contracts/command.ts';
import { access } from './access.ts';
import { ask } from './ask.ts';
import { askParley } from './ask-parley.ts';
import { openConsole } from './console.ts';
import { continueAnswer } from './continue-answer.ts';
import { deleteMyData } from './delete-my-data.ts';
import { exportConversation } from './export-conversation.ts';
import { forget } from './forget.ts';
import { help } from './help.ts';
import { model } from './model.ts';
import { persona } from './persona.ts';
import { pin } from './pin.ts';
import { pins } from './pins.ts';
import { regenerate } from './regenerate.ts';
import { reset } from './reset.ts';
import { rich } from './rich.ts';
import { settings } from './settings.ts';
import { stop } from './stop.ts';
import { undo } from './undo.ts';
import { usage } from './usage.ts';
import { why } from './why.ts';

/** Every command, in display order. */
export const commands: readonly Command[] = [
  ask,
  askParley,
  model,
  persona,
  settings,
  stop,
  regenerate,
  continueAnswer,
  undo,
  forget,
  reset,
  pin,
  pins,
  exportConversation,
  deleteMyData,
  rich,
  usage,
  why,
  access,
  openConsole,
  help,
];
