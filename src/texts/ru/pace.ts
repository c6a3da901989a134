import type { pace as original } from '../en/pace.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('ru');

/** The sentences to people who do something too often. */
export const pace: typeof original = {
  tooManyCommands: (seconds) =>
    `Слишком много команд и нажатий за минуту. Можно будет продолжить через ${plural(seconds, { one: 'секунду', few: 'секунды', many: 'секунд', other: 'секунды' })}; команда \`/stop\` работает всегда.`,
};
