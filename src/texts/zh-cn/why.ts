import type { Attempt } from '../../contracts/attempt.ts';
import type { DeclineReason } from '../../contracts/trace.ts';
import { attemptFactsIn } from '../attempt-facts-in.ts';
import { durationInWords } from '../durations.ts';
import type { whyTexts as original } from '../en/why.ts';
import { cost } from './cost.ts';
import { failures } from './failures.ts';

const whole = new Intl.NumberFormat('zh-CN');

const attemptFacts = attemptFactsIn({
  headers: (ms) => `${durationInWords(ms, 'zh-CN')}后收到响应头`,
  firstWords: (ms) => `${durationInWords(ms, 'zh-CN')}后出现第一个字`,
  end: (ms) => `${durationInWords(ms, 'zh-CN')}后结束`,
  tokensIn: (tokens, cached, about) =>
    `输入 ${about}${whole.format(tokens)} token${cached > 0 ? `（其中缓存 ${whole.format(cached)}）` : ''}`,
  tokensOut: (tokens, about) => `输出 ${about}${whole.format(tokens)} token`,
  cost,
});

/** The ways to call `/why` for a message, by platform. */
const howToPoint: Readonly<Record<string, string>> = {
  discord: '打开一条消息的菜单（右键点击或长按），然后选 **APP**、**为什么**。',
  telegram: '用 `/why` 回复一条消息。',
};

const addressMe = '@我、回复我的消息或者直接私信我，我就会回答。';

const turnPrivacyOff =
  '给 @BotFather 发送 `/setprivacy`，选择我，点 **Disable**，然后把我移出群组，再重新添加。';

const howToAddress: Readonly<Record<string, string>> = {
  discord: addressMe,
  telegram: `${addressMe}想让我看到群组里的所有消息：${turnPrivacyOff}`,
};

/** The reasons why a message never reached the bot, by platform. */
const whyUnseen: Readonly<Record<string, string>> = {
  discord:
    '我只能看到我有权查看的频道，我没在运行时别人发的消息，我也看不到。请确认我在这里有 **查看频道** 权限，然后再问一次。',
  telegram: `在群组里，隐私模式会让机器人看不到消息。想关闭它：${turnPrivacyOff}之后再问一次。`,
};

function whyDenied(
  { denied, personId }: Extract<DeclineReason, { kind: 'denied' }>,
  chatId: string,
): string {
  switch (denied) {
    case 'person':
      return `发这条消息的人不在我的允许名单里。我的管理员可以让对方使用我：\`/access allow ${personId}\`。`;
    case 'chat':
      return `这个聊天不在我的允许名单里。我的部署者可以把 \`${chatId}\` 加到 \`ALLOWED_CHATS\`，或者我的管理员可以让发这条消息的人使用我：\`/access allow ${personId}\`。`;
    case 'denied':
      return '我不能回答发这条消息的人，或者不能回答这里的任何人：这是我的部署者的名单或我的管理员决定的。';
    case 'direct off':
      return '我不回答私信：我的部署者关闭了这项功能。';
    case 'power':
      return '在这里不是每个人都可以问我。这是我的部署者决定的：见 `parley.yaml` 里的 `powers`。';
  }
}

/** The sentences of `/why`. */
export const whyTexts: typeof original = {
  howTo: (network) => `我可以告诉你我为什么回答了或没有回答某条消息。${howToPoint[network] ?? ''}`,

  declined: (reason, { network, chatId }) => {
    switch (reason.kind) {
      case 'command':
        return '这条消息是一个命令。我的回复在它下面。';
      case 'bot':
        return '这条消息是机器人写的。我只回答人，因为两个机器人聊起来会没完没了。我的部署者可以允许这个机器人：见 `parley.yaml` 里的 `answered_bots`。';
      case 'unaddressed':
        return `这条消息不是对我说的。${howToAddress[network] ?? addressMe}`;
      case 'wordless':
        return '这条消息里没有我能回答的内容。请把问题写在我的名字旁边。';
      case 'loop':
        return '这条消息是机器人写的，而机器人问我问得太快，或者连续问得太多，中间没有人说话。等有人写了消息，我会再回答这里的机器人。';
      case 'proxy':
        return '这条消息是机器人替人显示的，就像 PluralKit 那样。我的部署者可以允许这种消息：见 `parley.yaml` 里的 `proxies`。';
      case 'post':
        return '这条消息是一个频道发布的。我的部署者可以允许我回答 @我 的频道消息：见 `parley.yaml` 里的 `channel_posts`。';
      case 'others':
        return '这条消息 @了或回复了别人，所以我当作这是对别人说的。想问我，请 @我。';
      case 'shared':
        return '在这里需要 @我，因为还有别人在这个子区里写消息，或者在我能看到之前可能就有人写过。';
      case 'full':
        return '这条消息来的时候，这里排队的问题太多了。请再问一次。';
      case 'denied':
        return whyDenied(reason, chatId);
    }
  },
  own: '这条消息是我自己写的，但不是模型的回答；或者它太旧了，我已经不记得了。',
  unknown: (network) =>
    `我不知道这条消息：我没有收到过它，或者它太旧了，我已经不记得了。${whyUnseen[network] ?? ''}`,

  waiting: (turnsAhead) =>
    turnsAhead === 0
      ? '这个问题在这里排在最前面。等我可以再回答一个问题时，就会开始。'
      : `这个问题排在第 ${turnsAhead + 1} 位。我在这里一次只回答一个问题。`,
  running: '我正在回答这个问题。',
  dropped: '这个问题在我开始回答之前就被停止了。请再问一次。',
  forgotten: '这个问题被删除了，或者有人让我忘掉它。我已经不知道它的内容了。',
  noModel: '我没有问模型：我放弃了，或者无法显示回答。请再问一次。',
  unread: '我没有问模型，因为这条消息里没有它能读的内容。我的回复里说明了原因。',
  ended: (state, model, agoMs, lastAttempt) => {
    const when = agoInWords(agoMs);
    if (state === 'stopped') return `${when}${model} 回答到一半被停止了。`;
    if (state !== 'failed') return `${when}${model} 回答了这个问题。`;
    const failure = lastAttempt ? outcomeInWords(lastAttempt.outcome) : '出错了';
    return `${when}${model} 本该回答这个问题，但它${failure}。`;
  },
  repeated: (model, agoMs) =>
    `${agoInWords(agoMs)}${model} 回答了这个问题。它一直在重复，所以我停止了它，并略去了重复的部分。`,
  resumed: (count) => (count === 1 ? '其间我重启过。' : `其间我重启了 ${count} 次。`),
  cost: (usd, isEstimated) =>
    usd === undefined ? '这个回答的费用未知。' : `这个回答花费了 ${cost(usd, isEstimated)}。`,

  attempt: ({ provider, model, keyAlias, outcome, ...attempt }) => {
    const key = keyAlias ? `（${keyAlias}）` : ' ';
    const facts = attemptFacts(attempt).join('，');
    return `\`${provider}/${model}\`${key}${outcomeInWords(outcome)}：${facts}`;
  },
};

/** Empty when the time is unknown. */
function agoInWords(agoMs: number | undefined): string {
  return agoMs === undefined ? '' : `${durationInWords(agoMs, 'zh-CN')}前，`;
}

function outcomeInWords(outcome: Attempt['outcome']): string {
  if (outcome === 'answered') return '已回答';
  return outcome === 'stopped' ? '被停止了' : failures[outcome].reason;
}
