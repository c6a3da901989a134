import type { failures as original } from '../en/failures.ts';

const FOR_OPERATOR = '请告诉我的部署者';
const TRY_LATER = '请过一分钟再试。';
const PICK_ANOTHER = '用 `/model` 换一个模型。';

/** The words for each way in which a model can fail. */
export const failures: typeof original = {
  auth: { reason: '的密钥被拒绝', cure: `它的密钥被拒绝了。${FOR_OPERATOR}。` },
  permission: {
    reason: '不允许用现有的密钥或在我所在的地区使用',
    cure: `它的服务不允许用我的密钥或从我所在的国家或地区使用它。${FOR_OPERATOR}，或者${PICK_ANOTHER}`,
  },
  payment: {
    reason: '的账户余额不足',
    cure: `它的账户余额不足。${FOR_OPERATOR}，或者${PICK_ANOTHER}`,
  },
  not_found: {
    reason: '不存在',
    cure: '这个模型不存在。请用 `/model` 换一个。我的部署者可以运行 `npm run doctor` 查看这个名称写在哪里。',
  },
  bad_request: {
    reason: '拒绝了请求',
    cure: `它拒绝了请求。${FOR_OPERATOR}，或者${PICK_ANOTHER}`,
  },
  context_length: {
    reason: '容不下这么长的对话',
    cure: '对话对它来说太长了。用 `/reset` 可以开始新对话。',
  },
  too_large: {
    reason: '拒绝了这么大的请求',
    cure: '对话和其中的文件对它来说太大了。用 `/reset` 可以开始新对话。',
  },
  content_filter: {
    reason: '被提供商的内容过滤器拦截',
    cure: `提供商的内容过滤器拒绝了请求。请换个说法，或者${PICK_ANOTHER}`,
  },
  rate_limit: { reason: '收到的请求过多', cure: `它收到的请求过多。${TRY_LATER}` },
  overloaded: { reason: '负载过高', cure: `它负载过高。${TRY_LATER}` },
  server: { reason: '的服务器出了问题', cure: `它的服务器出了问题。${TRY_LATER}` },
  connect: { reason: '无法连接', cure: `它的服务器无法连接。${TRY_LATER}` },
  timeout_first: {
    reason: '没有及时开始回答',
    cure: '它没有及时开始回答。请再试一次。',
  },
  timeout_idle: {
    reason: '回答到一半停住了',
    cure: '它回答到一半停住了。请再问一次。',
  },
  timeout_total: { reason: '用时过长', cure: '它用时过长。请再问一次。' },
  truncated: { reason: '的连接中断了', cure: '与它的连接中断了。请再问一次。' },
  empty: { reason: '没有给出回答', cure: '它没有给出回答。请再问一次。' },
  protocol: {
    reason: '发来的回答格式有误',
    cure: `它发来的回答格式有误。请再试一次，或者${PICK_ANOTHER}`,
  },
  unseen: { reason: '看不了图片', cure: `它看不了图片。请${PICK_ANOTHER}` },
  unchosen: {
    reason: '还没有设置好',
    cure: '还没有选定模型，我也没找到可以选的。请用 `/model` 选一个；我的部署者可以在 `DEFAULT_MODEL` 里指定一个。',
  },
  unpriced: {
    reason: '的价格未知',
    cure: `这里设有预算，而我不知道这个模型的价格。${FOR_OPERATOR}，或者${PICK_ANOTHER}`,
  },
  spent: {
    reason: '的费用超过了剩余的预算',
    cure: `剩余的预算不够用这个模型了。请${PICK_ANOTHER}`,
  },
  canceled: {
    reason: '被停止了',
    cure: `它被停止了。请再试一次，或者${PICK_ANOTHER}`,
  },
};
