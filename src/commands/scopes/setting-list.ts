import { choiceSettings } from './choice-settings.ts';
import { footerSetting } from './footer-setting.ts';
import { historySetting } from './history-setting.ts';
import { modelSetting } from './model-setting.ts';
import { nearbySetting } from './nearby-setting.ts';
import { parameterSettings } from './parameter-settings.ts';
import { personaSetting } from './persona-setting.ts';
import type { Setting } from './setting.ts';

/** Every setting that people can change in the chat, in display order: at most 25 for one place. */
export const settingList: readonly Setting[] = [
  modelSetting,
  personaSetting,
  ...parameterSettings,
  choiceSettings.reasoning,
  footerSetting,
  choiceSettings.language,
  choiceSettings.threads,
  choiceSettings.followUp,
  nearbySetting,
  choiceSettings.rich,
  choiceSettings.files,
  historySetting,
];

/** Finds a setting by its name. */
export function findSetting(name: string | undefined): Setting | undefined {
  return settingList.find((setting) => setting.name === name?.trim().toLowerCase());
}
