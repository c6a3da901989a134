import type { pace as original } from '../en/pace.ts';

/** The sentences to people who do something too often. */
export const pace: typeof original = {
  tooManyCommands: (seconds) =>
    `一分钟内的命令和按钮操作太多了。请等 ${seconds} 秒再继续；\`/stop\` 随时可用。`,
};
