import type { answers as original } from '../en/answers.ts';
import { wasAsked } from '../was-asked.ts';
import { cost } from './cost.ts';
import { failures } from './failures.ts';

/** The sentences in and around an answer. */
export const answers: typeof original = {
  reasoningLabel: '思考过程',
  onlyThoughts: '（模型只写出了思考过程，没有给出回答。以下是它的思考。）',
  thoughtsCut: '（模型的思考还有更多，但太长了，无法全部显示。）',
  thinking: (ms) => `（思考中… ${Math.round(ms / 1_000)} 秒）`,
  footer: (parts) => `*${parts.join(' · ')}*`,
  tokens: (input, output, cached = 0) => {
    // Services that count nothing report zeros.
    if (!input && !output) return '';
    const sum = ((input ?? 0) + (output ?? 0)).toLocaleString('zh-CN');
    return cached > 0
      ? `${sum} token（其中缓存 ${cached.toLocaleString('zh-CN')}）`
      : `${sum} token`;
  },
  seconds: (ms) => `${(ms / 1_000).toFixed(1)} 秒`,
  cost,
  sources: (links) => `来源：${links.join(' · ')}`,
  stopped: '（已停止）',
  interrupted: '（我正在重启，回来后会重新写这个回答。）',
  gaveUp: '我不得不重启了好几次，所以放弃了这个回答。请再问一次。',
  continuedBy: (model) => `（这个回答的后半部分由 ${model} 完成。）`,
  cutByLength: '（模型达到了长度上限，回答到此为止。）',
  cutByFilter: '（模型的内容过滤器中断了这个回答。）',
  cutBySize: '（这个回答太长了，我停止了它。）',
  cutByRepetition: '（模型一直在重复，我停止了它。）',
  continuesInFile: '……其余内容会以文件形式发送。',
  wholeInFile: '……完整的回答在文件里。',
  fileForbidden: '（我在这里没有发送文件的权限，所以无法显示这个回答的其余部分。）',
  fileRefused: '（平台没有接受装有其余内容的文件，所以我无法显示这个回答的其余部分。）',
  trimmed:
    '（最早的消息已经超出模型的容量。这个回答没有参考它们，之后的回答会参考它们的摘要。用 `/reset` 可以开始新对话。）',
  trimmedWithoutSummary:
    '（最早的消息已经超出模型的容量，所以我回答时没有参考它们。用 `/reset` 可以开始新对话。）',
  materialCut: '（随问题发来的内容超出了模型的容量，我略去了一部分。）',
  questionCut: '（你的消息超出了模型的容量，我只读了开头。）',
  refused: '（平台拒绝显示我的回答。请换个方式问。）',
  removed: '（已移除）',
  refusedPart: '（平台拒绝显示我的一部分回答。）',
  noAnswer: '模型没有给出回答。请再问一次，或者用 `/model` 换一个模型。',
  questionTooLong: (model) =>
    `（光是你的问题对 ${model} 来说就太长了。请缩短问题，或者换一个模型：\`/model\` 会列出所有模型。）`,
  instructionsTooLong: (model) =>
    `（光是我的指令对 ${model} 来说就太长了。请告诉我的部署者，或者用 \`/model\` 换一个模型。）`,
  failed: (kind, model) =>
    wasAsked(kind) ? `（${model} 出错了。${failures[kind].cure}）` : `（${failures[kind].cure}）`,
  replaced: (model, requested, reason) =>
    `（${requested} ${reason ? failures[reason].reason : '没有回答'}，所以改由 ${model} 回答。）`,
  failedInside: '（我这边出了问题。请再问一次；原因在我的日志里。）',
};
