import type { alertTexts as original } from '../en/alerts.ts';
import { pluralIn } from '../plural.ts';

const counted = pluralIn('pt-BR');

/** What the bot tells its admins about itself. `key`, `model` and `network` are names. */
export const alertTexts: typeof original = {
  keyRefused: {
    what: (key) => `O serviço recusa minha chave de ${key}.`,
    helps: (variable) =>
      `Coloque uma chave válida em ${variable} e me reinicie; \`npm run doctor\` confere a chave.`,
    over: (key) => `O serviço voltou a aceitar minha chave de ${key}.`,
  },
  keyLimited: {
    what: (key, model) => `Minha chave de ${key} não pode usar ${model}.`,
    helps:
      'Libere esse modelo para a chave no serviço ou escolha outro com `/model`. Alguns serviços também recusam países inteiros.',
    over: (key, model) => `Minha chave de ${key} voltou a poder usar ${model}.`,
  },
  noCredit: {
    what: (key) => `A conta da minha chave de ${key} está sem crédito.`,
    helps: 'Adicione crédito no serviço. Eu percebo na próxima pergunta.',
    over: (key) => `A conta da minha chave de ${key} voltou a ter crédito.`,
  },
  modelFails: {
    what: (model, why) => `${model} falha repetidamente; a última falha foi ${why}.`,
    helps:
      'Enquanto isso, respondem os modelos reserva, se `parley.yaml` indicar algum. `/why` mostra cada tentativa de resposta.',
    over: (model) => `${model} voltou a responder.`,
  },
  modelEnds: {
    what: (model, day) => `${model} termina em ${day}: o serviço vai desativar esse modelo.`,
    helps: (place) => `Indique outro modelo ali: ${place}.`,
  },
  limitNearlyReached: {
    what: (limit) => `Mais de 80% de um limite já foi usado: ${limit}.`,
  },
  limitReached: {
    what: (limit) => `Um limite foi atingido: ${limit}.`,
    helps: (time) =>
      `Ele volta a zero: ${time}. \`limits\` em \`parley.yaml\` muda isso, e \`/usage\` mostra o que consumiu o limite.`,
    over: (limit) => `Este limite voltou a zero: ${limit}.`,
  },
  unpriced: {
    what: (model) =>
      `Não consulto ${model}, porque há um orçamento e não sei o preço desse modelo.`,
    helps:
      'Informe o `price` dele em `parley.yaml` ou escreva `unpriced: allow` abaixo de `limits`.',
    over: (model) => `${model} voltou a responder.`,
  },
  diskNearlyFull: {
    what: (free) => `O disco do meu armazenamento está quase cheio: espaço livre, ${free}.`,
    helps:
      'Libere espaço nele: se encher, não consigo responder a ninguém. Um `HISTORY_DAYS` menor diminui o armazenamento.',
    over: 'O disco do meu armazenamento voltou a ter espaço suficiente.',
  },
  storeFails: {
    what: 'Meu armazenamento não funciona, então não consigo responder a ninguém.',
    helps: '`npm run doctor` confere o armazenamento. Isto é o que diz o log:',
    over: 'Meu armazenamento voltou a funcionar.',
  },
  networkLost: {
    what: (network) => `Não consigo me conectar a ${network}.`,
    helps:
      'Continuo tentando. Se persistir, verifique a rede da máquina e `HTTPS_PROXY`, e veja se outras pessoas têm o mesmo problema.',
    over: (network) => `Estou de novo com conexão a ${network}.`,
  },
  networkLeftOut: {
    what: (network) => `Estou sem conexão a ${network} e parei de tentar.`,
    helps: 'Primeiro é preciso mudar algo; depois, me reinicie. `npm run doctor` confere isso.',
  },
  newVersion: {
    what: (version, current) =>
      `Há uma nova versão do Parley: ${version}. Eu sou a versão ${current}.`,
    helps: '`docs/operating.md` explica como me atualizar.',
  },
  since: (time) => `Desde: ${time}.`,
  began: (time) => `Começou: ${time}.`,
  summary: (count) =>
    `Havia muito a contar, então aqui vai um resumo de ${counted(count, { one: 'mensagem', other: 'mensagens' })}:`,
  more: (count) => `e mais ${count}`,
};
