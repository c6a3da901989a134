import type { Command } from '../contracts/command.ts';
import { help } from './help.ts';
import { model } from './model.ts';
import { reset } from './reset.ts';
import { stop } from './stop.ts';

/** Every command, one line each, in the order in which people see them. */
export const commands: readonly Command[] = [model, stop, reset, help];
