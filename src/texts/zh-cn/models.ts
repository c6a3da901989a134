import { dayIn } from '../day-in.ts';
import type { models as original } from '../en/models.ts';
import { modelHintIn } from '../model-hint-in.ts';
import { pluralIn } from '../plural.ts';

const count = pluralIn('zh-CN');
const MODELS = { other: '个模型' };
const day = dayIn('zh-CN');

/** The sentences about the choice of a model. */
export const models: typeof original = {
  modelHint: modelHintIn('zh-CN', {
    comma: '、',
    pauses: (duration) => `暂停 ${duration}`,
    ends: (date) => `${day(date)}停止服务`,
    sees: '能看图片',
    hears: '能听音频',
    reasons: '会思考',
    startsAfter: (duration) => `${duration}后开始回答`,
  }),
  currentModel: (name) => `这里由 ${name} 回答。请选择模型：`,
  noModelAnswers: '这里还没有模型来回答。请选一个：',
  noModels:
    '我没有找到模型。请输入 `/model` 和模型的完整名称，例如 `openai/NAME`。我的部署者可以运行 `npm run doctor` 查看问题出在哪里。',
  pickService: (name) =>
    `这里由 ${name} 回答。请选择一个服务，或者输入 \`/model\` 和模型名称的一部分：`,
  modelsOfService: (service, models) => `${service} 的 ${count(models, MODELS)}：`,
  serviceLine: (service, models) => `- ${service}：${count(models, MODELS)}`,
  allServices: '所有服务',
  onlyModel: (name, hint = '') => `这里由 ${name} 回答，没有其他模型。${inBrackets(hint)}`,
  modelChosen: (name, hint = '') => `从现在起，这里由 ${name} 回答。${inBrackets(hint)}`,
  modelEnds: (name, date) => `${name} 的服务将在${day(date)}停用这个模型。请在那之前换一个。`,
  modelUnlisted: (name) =>
    `从现在起，这里由 ${name} 回答。它不在提供商的列表里，所以我不确定它是否存在。`,
  modelMissing: (name, names) =>
    `（${name} 出错了。这个模型不存在。你想用的是不是：${names}？请用 \`/model\` 选择。我的部署者可以运行 \`npm run doctor\` 查看错误的名称写在哪里。）`,
  modelAmbiguous: (typed) => `有好几个模型符合“${typed}”。要哪一个？`,
  modelInSeveral: (typed, services) => `有好几个服务提供模型“${typed}”：${services}。要哪一个？`,
  modelUnknown: (typed) => `没有符合“${typed}”的模型。请从这些里选一个：`,
  noModelMatches: (typed) => `没有符合“${typed}”的模型。\`/model\` 会列出所有模型。`,
  modelsMatch: (typed) => `有好几个模型符合“${typed}”。请把名称写得更完整一些。`,
};

function inBrackets(hint: string): string {
  return hint && `（${hint}）`;
}
