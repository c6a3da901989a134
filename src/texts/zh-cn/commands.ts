import type { commandTexts as original } from '../en/commands.ts';

/**
 * The descriptions of commands and their options: 1 to 100 characters, without a full stop. `menu…`: the names in
 * Discord's menu of a message, at most 32 characters.
 */
export const commandTexts: typeof original = {
  ask: '向我提问，我没加入的地方也可以用',
  askQuestion: '你的问题',
  askFile: '与问题有关的文件或图片',
  askPrivate: '只有你能看到回答',
  askAbout: '回答一条消息',
  askMenu: '问 Parley',
  help: '介绍我能做什么',
  export: '把这个对话导出为 Markdown 文件',
  pins: '查看我在这里一直记住的消息，也可以移除其中一些',
  regenerate: '重新回答上一个问题，也可以换一个模型',
  regenerateModel: '模型的名称或其中一部分',
  stop: '停止我正在这里写的回答',
  rich: '这里的回答是否用 Telegram 富文本消息：on（开）、off（关）或 default（默认）',
  richChoice: 'on（开）、off（关）或 default（默认）',
  continue: '从中断或停止的地方继续上一个回答',
  why: '说明我为什么回答了或没有回答某条消息',
  delete_my_data: '删除你在所有对话中对我说过的一切',
  model: '选择在这里回答的模型',
  modelName: '模型的名称或其中一部分',
  settings: '查看和修改这里生效的设置',
  settingsName: '要查看或修改的设置',
  settingsValue: '新的值；default：沿用上级设置',
  settingsPlace: '适用范围',
  persona: '查看或更换我在这里的人设',
  personaName: '人设名称，或者 none（不用）、show（查看）、write（自己写）',
  personaInstructions: '写在 write 后面：指令的内容',
  reset: '忘掉这里说过的话，开始新对话',
  pin: '固定一条消息：之后无论聊什么，我都会记得它',
  access: '查看谁可以使用我，允许或拒绝某人',
  accessAction: 'allow（允许）、deny（拒绝）或 revoke（撤销决定）',
  accessPerson: '对方的 ID',
  undo: '撤销上一个问题和我的回答',
  menuPin: '固定',
  menuWhy: '为什么',
  menuForget: '忘掉',
  forget: '忘掉一个问题和我的回答，就像你删除了那个问题一样',
};
