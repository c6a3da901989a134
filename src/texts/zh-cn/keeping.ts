import type { keeping as original } from '../en/keeping.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('zh-CN');

/** The sentences about what is kept: pins, exports, personal data. */
export const keeping: typeof original = {
  pinned: {
    added: '已固定。我会一直记住这条消息；`/pins` 会列出所有固定的消息。',
    known: '这条消息已经固定过了。`/pins` 会列出所有固定的消息。',
    full: '我最多固定 20 条消息。请先用 `/pins` 移除一条。',
  },
  pinHowTo: {
    discord:
      '打开一条消息的菜单（右键点击或长按），然后选 **APP**、**固定**。`/pins` 会列出固定的消息。',
    telegram: '用 `/pin` 回复想让我记住的消息。`/pins` 会列出固定的消息。',
  },
  pinImpossible: '我无法固定这条消息：它没有文字，或者我已经不记得它了。',
  noPins: '这里没有固定的消息。',
  pins: (lines) => ['我在这里一直记住的消息：', '', ...lines].join('\n'),
  pinLine: (number, author, text) => `${number}. ${author ?? '我'}：${text}`,
  unpinLabel: (number) => `移除 ${number}`,
  exported: '这是我们的对话。',
  exportedInPart: '这是我们的对话中最新的部分；完整的对话太长，一个文件装不下。',
  exportHeading: (network) => `${network} 上的对话`,
  exportForwarded: (name) => `转发自 ${name}`,
  exportFile: (name) => `文件：${name}`,
  nothingToExport: '这里还没有对话。',
  deleteMyDataLabel: '全部删除',
  deleteMyDataOthers:
    '那个按钮只有用了这个命令的人可以按。想删除你说过的话，请自己发送 /delete_my_data。',
  deleteMyDataConfirm:
    '我会删除你在这个平台上问过我的所有问题和我的回答，还有别人引用或固定的、你说过的话。删除后无法恢复。',
  dataDeleted: ({ questions, quotes, pins, conversations }) =>
    [
      `好了。我在${counted(conversations, '个对话')}里删除了你的${counted(questions, '个问题')}和我的回答，还删除了${counted(quotes, '处')}对你的话的引用和${counted(pins, '条固定的消息')}。`,
      '消息本身仍留在平台上，请在那里删除。我给别人的回答会保留；谁可以使用我的名单也会保留，其中没有聊天内容。',
      '你的用量只保留数字：以前各月的数字不再与你关联；本月的数字在月底前仍带有你的 ID（不含名字），因为限额要根据它们计算。',
    ].join(''),
};

/** A number with its noun, inside a sentence. */
function counted(count: number, other: string): string {
  return ` ${plural(count, { other })}`;
}
