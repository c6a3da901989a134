import { dayIn } from '../day-in.ts';
import type { alertTexts as original } from '../en/alerts.ts';
import { pluralIn } from '../plural.ts';

const counted = pluralIn('zh-CN');
const day = dayIn('zh-CN');

/** What the bot tells its admins about itself. `key`, `model` and `network` are names. */
export const alertTexts: typeof original = {
  keyRefused: {
    what: (key) => `服务拒绝了我的 ${key} 密钥。`,
    helps: (variable) => `请把有效的密钥填入 ${variable} 并重启我；\`npm run doctor\` 可以检查。`,
    over: (key) => `服务重新接受了我的 ${key} 密钥。`,
  },
  keyLimited: {
    what: (key, model) => `我的 ${key} 密钥无权使用 ${model}。`,
    helps:
      '请在服务那里为这个密钥开通该模型，或用 `/model` 换一个。有些服务还会拒绝整个国家或地区。',
    over: (key, model) => `我的 ${key} 密钥又可以使用 ${model} 了。`,
  },
  noCredit: {
    what: (key) => `我的 ${key} 密钥所属的账户余额已用完。`,
    helps: '请在服务那里充值，下一次提问时我就会发现。',
    over: (key) => `我的 ${key} 密钥所属的账户又有余额了。`,
  },
  modelFails: {
    what: (model, why) => `${model} 接连失败，最近一次的原因是 ${why}。`,
    helps:
      '在此期间，如果 `parley.yaml` 里写了备用模型，就由它们来回答。`/why` 会显示回答的每次尝试。',
    over: (model) => `${model} 又能回答了。`,
  },
  modelEnds: {
    what: (model, date) => `${model} 的服务将在${day(date)}停用这个模型。`,
    helps: (place) => `请在这里换一个模型：${place}。`,
  },
  limitNearlyReached: {
    what: (limit) => `有一项限额已用掉 80% 以上：${limit}。`,
  },
  limitReached: {
    what: (limit) => `有一项限额已用完：${limit}。`,
    helps: (time) =>
      `重置时间：${time}。可以在 \`parley.yaml\` 的 \`limits\` 里修改，\`/usage\` 会显示用在了哪里。`,
    over: (limit) => `这项限额已重置：${limit}。`,
  },
  unpriced: {
    what: (model) => `我不使用 ${model}，因为设有预算，而我不知道这个模型的价格。`,
    helps: '请在 `parley.yaml` 里写明它的 `price`，或者在 `limits` 下面写上 `unpriced: allow`。',
    over: (model) => `${model} 又能回答了。`,
  },
  diskNearlyFull: {
    what: (free) => `我的存储所在的磁盘快满了，只剩 ${free} 可用空间。`,
    helps: '请腾出一些空间：磁盘满了，我就无法回答任何人。把 `HISTORY_DAYS` 调小可以减少存储占用。',
    over: '我的存储所在的磁盘又有足够的空间了。',
  },
  storeFails: {
    what: '我的存储出了问题，无法回答任何人。',
    helps: '`npm run doctor` 可以检查。日志里是这样写的：',
    over: '我的存储恢复正常了。',
  },
  networkLost: {
    what: (network) => `我连不上 ${network}。`,
    helps:
      '我会继续尝试。如果一直这样，请检查这台机器的网络和 `HTTPS_PROXY`，也看看别人是否遇到同样的问题。',
    over: (network) => `我又连上 ${network} 了。`,
  },
  networkLeftOut: {
    what: (network) => `我没有连接到 ${network}，而且已经停止尝试。`,
    helps: '需要先做一些改动，再重启我。`npm run doctor` 可以检查。',
  },
  noWorkers: {
    what: '没有人能得到回答：没有工作进程在运行。',
    helps:
      '我会保存这些问题，一有工作进程运行就回答。请用 `PARLEY_ROLE=worker` 启动一个进程，或在日志里查看其他进程为什么结束了。',
    over: '又有工作进程在运行了。',
  },
  newVersion: {
    what: (version, current) => `Parley 有新版本了：${version}。我现在的版本是 ${current}。`,
    helps: '`docs/operating.md` 里写了怎样更新我。',
  },
  since: (time) => `发现时间：${time}。`,
  began: (time) => `问题开始于：${time}。`,
  summary: (count) => `要说的事情比较多，这里是 ${counted(count, { other: '条消息' })}的汇总：`,
  more: (count) => `还有 ${count} 条`,
};
