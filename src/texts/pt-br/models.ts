import { dayIn } from '../day-in.ts';
import type { models as original } from '../en/models.ts';
import { modelHintIn } from '../model-hint-in.ts';
import { pluralIn } from '../plural.ts';

const count = pluralIn('pt-BR');
const MODELS = { one: 'modelo', other: 'modelos' };
const day = dayIn('pt-BR');

/** The sentences about the choice of a model. */
export const models: typeof original = {
  modelHint: modelHintIn('pt-BR', {
    pauses: (duration) => `em pausa por ${duration}`,
    ends: (date) => `sai do ar em ${day(date)}`,
    sees: 'vê imagens',
    hears: 'ouve',
    reasons: 'raciocina',
    startsAfter: (duration) => `começa após ${duration}`,
  }),
  currentModel: (name) => `Aqui quem responde é ${name}. Escolha um modelo:`,
  noModelAnswers: 'Nenhum modelo responde aqui ainda. Escolha um:',
  noModels:
    'Não encontrei nenhum modelo. Escreva `/model` e o nome completo de um, como em `openai/NAME`. `npm run doctor` mostra a quem me hospeda o que há de errado.',
  pickService: (name) =>
    `Aqui quem responde é ${name}. Escolha um serviço, ou escreva \`/model\` com uma parte do nome de um modelo:`,
  modelsOfService: (service, models) => `${service} (${count(models, MODELS)}):`,
  serviceLine: (service, models) => `- ${service}: ${count(models, MODELS)}`,
  allServices: 'Todos os serviços',
  onlyModel: (name, hint = '') =>
    `Aqui quem responde é ${name}. Não há outro modelo.${inBrackets(hint)}`,
  modelChosen: (name, hint = '') =>
    `A partir de agora, quem responde aqui é ${name}.${inBrackets(hint)}`,
  modelEnds: (name, date) =>
    `O serviço de ${name} vai tirar esse modelo do ar em ${day(date)}. Escolha outro antes disso.`,
  modelUnlisted: (name) =>
    `A partir de agora, quem responde aqui é ${name}. O provedor não lista esse modelo, então não sei dizer se ele existe.`,
  modelMissing: (name, names) =>
    `(${name} falhou. Este modelo não existe. Você quis dizer um destes: ${names}? Escolha um com \`/model\`. \`npm run doctor\` mostra a quem me hospeda onde está o nome errado.)`,
  modelAmbiguous: (typed) => `Vários modelos correspondem a “${typed}”. Qual deles?`,
  modelInSeveral: (typed, services) =>
    `Vários serviços têm um modelo “${typed}”: ${services}. Qual deles?`,
  modelUnknown: (typed) => `Nenhum modelo corresponde a “${typed}”. Escolha um destes:`,
  noModelMatches: (typed) => `Nenhum modelo corresponde a “${typed}”. \`/model\` mostra todos.`,
  modelsMatch: (typed) =>
    `Vários modelos correspondem a “${typed}”. Digite uma parte maior do nome.`,
};

function inBrackets(hint: string): string {
  return hint && ` (${hint})`;
}
