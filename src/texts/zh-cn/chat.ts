import type { StoreErrorKind } from '../../errors.ts';
import { durationInWords } from '../durations.ts';
import type { chat as original } from '../en/chat.ts';

/** The sentences of a conversation that belong to no single command. */
export const chat: typeof original = {
  howToAsk:
    '请把问题写在我的名字旁边，或者回复你想让我回答的那条消息并 @我。`/help` 会介绍我还能做什么。',
  greeting:
    '你好！@我或者回复我的消息，我就会回答。用 `/model` 选择模型，用 `/help` 查看其他功能。',
  queuePlace: (place) => `你的问题在这里排第 ${place} 位。`,
  threadTitle: '问题',
  queueFull: '这里排队的问题太多了。请等其中一些得到回答后再问。',
  unknownCommand: (name, commands) =>
    `我不认识 \`/${name}\`。我认识的命令有：${commands.map((command) => `\`/${command}\``).join('、')}。`,
  commandFailed: (name) => `\`/${name}\` 执行失败。请再试一次；原因在我的日志里。`,
  tooManyChoices:
    '我保存的地点和个人设置已经达到上限。请重置一些不再需要的设置，或者告诉我的部署者。',
  storeFailed: (kind) => storeFailures[kind],
  tooOldButton: '这个按钮太旧了。请重新使用命令。',
  welcome: '你好！',
  listComma: '、',
  help: ({ commands, network, isDirect }) =>
    [
      isDirect
        ? '给我发消息，我会用语言模型来回答。我记得这里说过的话。'
        : '@我或者回复我，我会用语言模型来回答。我记得这里说过的话。',
      '',
      ...commands.map(
        ({ name, description, target }) =>
          `- \`/${name}\` ${description}${target ? '（针对某条消息）' : ''}`,
      ),
      '',
      howToTarget[network] ?? '',
    ]
      .join('\n')
      .trim(),
  nearbyIsOn: ({ messages, ageMs }) =>
    `我的部署者允许我把提问前这里的消息也告诉模型：最近 ${durationInWords(ageMs, 'zh-CN')}内的消息，最多 ${messages} 条。`,
  rich: {
    on: '从下一个回答起，这里的回答都会是富文本消息。有些应用（例如 Telegram Web）可能无法显示；用 `/rich off` 可以关闭。',
    off: '从下一个回答起，这里的回答都会是普通消息。用 `/rich on` 可以换成带表格和公式的富文本消息。',
    default:
      '这里的回答是否用富文本消息，由我的部署者决定。用 `/rich on` 和 `/rich off` 可以为这个聊天单独设置。',
  },
  richUnknown: '请输入 `/rich on`、`/rich off` 或 `/rich default`。',
};

/** The ways to call a command on a message, by network. */
const howToTarget: Readonly<Record<string, string>> = {
  discord: '对某条消息使用命令：打开它的菜单（右键点击或长按），再选 **APP**。',
  telegram: '对某条消息使用命令：用命令回复那条消息。',
};

/** The words for each way in which the store can fail. The question is tried again where the network sends it again. */
const storeFailures: Readonly<Record<StoreErrorKind, string>> = {
  full: '我的磁盘满了，现在无法保存消息。请让我的部署者腾出空间。之后如果还没有回答，请再问一次。',
  damaged: '我的存储已损坏，无法读取或保存这个对话。请告诉我的部署者；原因在我的日志里。',
  unreachable:
    '我现在连不上数据库。请过几分钟再试。如果还是不行，请告诉我的部署者；原因在我的日志里。',
  unavailable:
    '我现在无法保存消息。请告诉我的部署者；原因在我的日志里。之后如果还没有回答，请再问一次。',
};
