import type { controls as original } from '../en/controls.ts';

/** The sentences of the buttons and commands that act on answers. */
export const controls: typeof original = {
  stopLabel: '停止',
  regenerateLabel: '重新生成',
  continueLabel: '继续',
  regenerating: '正在重新生成…',
  continuing: '正在继续…',
  controlRefused: {
    forbidden: '只有提问者、这里的版主或我的管理员可以这样做。',
    busy: '我还在写这个回答，或者排队的问题太多。请稍后再试。',
    gone: '我找不到这个回答：这里还没有回答，或者它太旧了。请再问一次。',
    forgotten: '我已经不记得这个问题了：它被删除了，或者有人让我忘掉它。请重新提问。',
    pointless: '这个回答不需要这个操作。',
  },
  forgotten: '好了，我忘掉了这个问题和我的回答。如果不想让任何人看到，请把消息也删掉。',
  forgetHowTo: {
    discord: '打开问题或回答的菜单（右键点击或长按），然后选 **APP**、**忘掉**。',
    telegram: '用 `/forget` 回复你想让我忘掉的问题或回答。用 `/reset` 可以让我忘掉整个对话。',
  },
  undone: '好了，我撤销了上一个问题和我的回答。消息本身在这里仍然可见。',
  undoneOwn: '好了，我撤销了你的上一个问题和我的回答。别人的问题不受影响。消息本身在这里仍然可见。',
  nothingToStop: '我现在没有在这里回答问题。',
  nothingOwnToStop:
    '我现在没有在这里回答你的问题。别人的问题可以由提问者、这里的版主或我的管理员停止。',
  stoppedTurns: (count) =>
    count === 1 ? '已停止。' : `已停止，另外 ${count - 1} 个排队的问题也取消了。`,
  stoppedOwnTurns: (count) =>
    count === 1
      ? '已停止你的问题。别人的问题会继续。'
      : `已停止你的 ${count} 个问题。别人的问题会继续。`,
  reset: '好了，我忘掉了这里说过的话，开始新对话。',
  resetExceptPins:
    '好了，我忘掉了这里说过的话，开始新对话。固定的消息会保留：用 `/pins` 可以查看。',
};
