import type { UnreadableFileReason } from '../../contracts/material.ts';
import type { material as original } from '../en/material.ts';

/** The reasons why files were not read, each as the end of a sentence. */
const reasons: Readonly<Record<UnreadableFileReason, string>> = {
  'unknown kind': '我不认识这种格式',
  damaged: '文件已损坏，或者内容与文件名不符',
  locked: '文件有密码保护',
  empty: '里面什么都没有',
  'too large': '文件本身或解压后太大',
  'too heavy': '读取起来太费时间或内存',
  gone: '平台上已经没有了',
  failed: '我没能及时拿到，请再试一次',
  unseen: '我没法观看',
  unheard: '我没法收听',
  spent: '这里剩余的预算不够用来收听',
  off: '这里不读取文件',
  'too many': '一次发来的太多，我只读了最新的',
};

/** The sentences around an answer about what its question refers to. */
export const material: typeof original = {
  voiceMessages: '语音消息',
  theVoiceMessage: '这条语音消息',
  videoMessages: '视频消息',
  theVideoMessage: '这条视频消息',
  file: '文件',
  transcriptLabel: '我听到的内容',
  transcript: (words) => `🎤 “${words}”`,

  unread: (groups) =>
    `（我没能读取：${groups.map(([why, names]) => `${listNames(names)}，因为${reasons[why]}`).join('；')}。）`,

  cut: (files) => `（我只读了一部分：${listNames(files.map(({ name }) => name))}。）`,

  unheard: (names) =>
    `（我听不了：${listNames(names)}。我的部署者可以设置 \`TRANSCRIPTION_API_KEY\`，这样我就能听了。）`,

  unseen: (model, models) =>
    models.length === 0
      ? `（${model} 看不了图片。）`
      : `（${model} 看不了图片。用 \`/model\` 可以换成能看图片的模型：${listNames(models)}。）`,
};

const MAX_NAMES = 5;

function listNames(names: readonly string[]): string {
  const hidden = names.length - MAX_NAMES;
  return hidden > 1
    ? `${names.slice(0, MAX_NAMES).join('、')}，另外还有 ${hidden} 个`
    : names.join('、');
}
