import type { Texts } from '../en/index.ts';
import { accessTexts } from './access.ts';
import { alertTexts } from './alerts.ts';
import { answers } from './answers.ts';
import { chat } from './chat.ts';
import { commandTexts } from './commands.ts';
import { consoleTexts } from './console.ts';
import { controls } from './controls.ts';
import { guestTexts } from './guest.ts';
import { keeping } from './keeping.ts';
import { limitTexts } from './limits.ts';
import { material } from './material.ts';
import { missedTexts } from './missed.ts';
import { models } from './models.ts';
import { pace } from './pace.ts';
import { personaTexts } from './personas.ts';
import { settingsTexts } from './settings.ts';
import { usageTexts } from './usage.ts';
import { whyTexts } from './why.ts';

/** Every sentence in Brazilian Portuguese. */
export const ptBr: Texts = {
  ...accessTexts,
  ...answers,
  ...chat,
  ...controls,
  ...keeping,
  ...models,
  alerts: alertTexts,
  ...pace,
  commands: commandTexts,
  console: consoleTexts,
  guest: guestTexts,
  limits: limitTexts,
  material,
  missed: missedTexts,
  personas: personaTexts,
  settings: settingsTexts,
  usage: usageTexts,
  why: whyTexts,
};
