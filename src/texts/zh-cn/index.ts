import type { Texts } from '../en/index.ts';
import { accessTexts } from './access.ts';
import { answers } from './answers.ts';
import { chat } from './chat.ts';
import { commandTexts } from './commands.ts';
import { controls } from './controls.ts';
import { guestTexts } from './guest.ts';
import { keeping } from './keeping.ts';
import { limitTexts } from './limits.ts';
import { material } from './material.ts';
import { models } from './models.ts';
import { pace } from './pace.ts';
import { personaTexts } from './personas.ts';
import { settingsTexts } from './settings.ts';
import { whyTexts } from './why.ts';

/** Every sentence in Simplified Chinese. */
export const zhCn: Texts = {
  ...accessTexts,
  ...answers,
  ...chat,
  ...controls,
  ...keeping,
  ...models,
  ...pace,
  commands: commandTexts,
  guest: guestTexts,
  limits: limitTexts,
  material,
  personas: personaTexts,
  settings: settingsTexts,
  why: whyTexts,
};
