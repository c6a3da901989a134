import { amountsIn } from '../amounts-in.ts';
import { durationInWords } from '../durations.ts';
import type { usageTexts as original } from '../en/usage.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('zh-CN');

/** The sentences of `/usage`. Places stand after a colon, as in `settings.places`. */
export const usageTexts: typeof original = {
  ...amountsIn('zh-CN'),
  ownTitle: (network) => `你在 ${network} 上的用量`,
  placeTitle: (place) => `用量：${place}`,
  periods: { today: '今天', month: '本月', last: '上个月' },
  periodLine: (period, facts) => `- **${period}**：${facts}`,
  entryLine: (number, name, facts) => `${number}. ${name}：${facts}`,
  facts: (facts) => facts.join('；'),
  caption: (title, month) => `${title}，${month}`,
  nothing: '没有用量',
  answers: (count) => plural(count, { other: '个回答' }),
  tokens: (input, output, cached) =>
    `token：输入 ${input}${cached === undefined ? '' : `（其中缓存 ${cached}）`}，输出 ${output}`,
  allTokens: (tokens) => `token：${tokens}`,
  about: (usd) => `≈ ${usd}`,
  unpriced: (count) => `${plural(count, { other: '次请求' })}价格未知`,
  estimated: '≈：部分是估算值，因为有服务没有报告用量。',
  by: { model: '按模型', person: '按用户', server: '按服务器', key: '按密钥' },
  noPerson: '没有对应的用户，或者用户删除了自己的数据',
  noServer: '服务器之外',
  more: (count) => `还有 ${count} 项`,
  usdByDay: '每天的费用（美元）',
  tokensByDay: '每天的 token 数',
  picture: '图中的数字就是这个列表里的序号。',
  pictureRest: '灰色是其余部分。',
  limits: '限额',
  limitNames: {
    answersPerMinute: '每分钟回答数',
    answersPerDay: '每天回答数',
    tokensPerDay: '每天 token 数',
    usdPerDay: '每天费用',
    usdPerMonth: '每月费用',
    commandsPerMinute: '每分钟命令数',
  },
  limitIn: (name, place) => `${name}（${place}）`,
  limitLine: (name, { used, most, left }, resetMs) =>
    `- ${name}：${used} / ${most}，剩余 ${left}。${durationInWords(resetMs, 'zh-CN')}后重置。`,
  me: '我',
  howTo:
    '请发送 `/usage`，也可以加上想看的内容：`here`、`server` 或 `all`，然后是 `today`、`month` 或 `last`；图片可以选 `dark` 或 `light`。',
  others: '这些按钮只有用了这个命令的人可以按。想看自己的用量，请自己发送 `/usage`。',
};
