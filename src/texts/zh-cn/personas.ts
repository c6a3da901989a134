import type { personaTexts as original } from '../en/personas.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('zh-CN');
const CHARACTERS = { other: '个字符' };

/** The sentences of `/persona`. */
export const personaTexts: typeof original = {
  current: (name) => `我在这里的人设是 **${name}**。`,
  own: '我在这里遵循的是有人在这个聊天中写的指令。',
  noneNow: '我在这里没有人设。',
  line: (name, description) => (description ? `- **${name}**：${description}` : `- **${name}**`),
  currentLine: (name, description) =>
    description ? `- **${name}**（当前）：${description}` : `- **${name}**（当前）`,
  missing: (name) => `这里选择的人设 **${name}** 已经不存在了。`,
  noPersonas: '我的部署者还没有写任何人设。',
  notAllShown: '还有更多：请输入 `/persona` 和人设名称。',
  menuLabel: '选择人设',
  noneLabel: '无',
  writeLabel: '自己写',
  showLabel: '查看指令',
  backLabel: '返回',
  unknown: (typed) => `没有名为“${typed}”的人设。\`/persona\` 会列出所有人设。`,
  picked: (person, name) => `${person} 把我在这里的人设换成了 **${name}**。`,
  written: (person) => `${person} 在这里给我写了新的指令。`,
  reset: (person) => `${person} 取消了我在这里的人设。`,
  resetTo: (person, name) =>
    `${person} 取消了我在这里的人设。现在沿用上级设置，我的人设是 **${name}**。`,
  unchanged: '没有变化：本来就是这样。',
  instructions: (text) => `我在这里的指令：\n\n${text}`,
  instructionsCut: (characters) =>
    `（指令共有 ${plural(characters, CHARACTERS)}，这里只显示开头。）`,
  howToWrite:
    '请输入 `/persona write` 和指令，最多 4,000 个字符。`{date}`、`{time}`、`{user}`、`{channel}`、`{server}` 和 `{bot}` 会自动替换成实际内容。',
  tooLong: (characters) =>
    `太长了：有 ${plural(characters, CHARACTERS)}，而指令最多 4,000 个字符。`,
  mayNotWrite: '你不能在这里写指令。`/persona` 会列出你可以选的人设。',
  formTitle: '给我的指令',
  formLabel: '我是谁？在这里该怎么回答？',
};
