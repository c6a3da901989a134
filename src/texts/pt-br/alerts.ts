import { dayIn } from '../day-in.ts';
import type { alertTexts as original } from '../en/alerts.ts';
import { pluralIn } from '../plural.ts';

const counted = pluralIn('pt-BR');
const day = dayIn('pt-BR');

/** What the bot tells its admins about itself. `key`, `model` and `network` are names. */
export const alertTexts: typeof original = {
  keyRefused: {
    what: (key) => `O serviço recusa minha chave de ${key}.`,
    helps: (variable) =>
      `Coloque uma chave válida em ${variable} e me reinicie; \`npm run doctor\` confere a chave.`,
    over: (key) => `O serviço voltou a aceitar minha chave de ${key}.`,
  },
  keyLimited: {
    what: (key, model) => `Minha chave de ${key} não permite usar ${model}.`,
    helps:
      'Libere esse modelo para a chave no serviço ou escolha outro com `/model`. Alguns serviços também recusam países inteiros.',
    over: (key, model) => `Minha chave de ${key} voltou a permitir o uso de ${model}.`,
  },
  noCredit: {
    what: (key) => `A conta da minha chave de ${key} está sem crédito.`,
    helps: 'Adicione crédito no serviço. Eu percebo na próxima pergunta.',
    over: (key) => `A conta da minha chave de ${key} voltou a ter crédito.`,
  },
  modelFails: {
    what: (model, why) => `${model} falha repetidamente; a última falha foi ${why}.`,
    helps:
      'Enquanto isso, quem responde são os modelos de reserva, se `parley.yaml` indicar algum. `/why` mostra cada tentativa de resposta.',
    over: (model) => `${model} voltou a responder.`,
  },
  modelEnds: {
    what: (model, date) => `O serviço de ${model} vai tirar esse modelo do ar em ${day(date)}.`,
    helps: (place) => `Indique outro modelo aqui: ${place}.`,
  },
  limitNearlyReached: {
    what: (limit) => `Já foi usado mais de 80% de um limite: ${limit}.`,
  },
  limitReached: {
    what: (limit) => `Um limite foi atingido: ${limit}.`,
    helps: (time) =>
      `O limite se renova: ${time}. Você pode mudá-lo em \`limits\` no \`parley.yaml\`, e \`/usage\` mostra o que o consumiu.`,
    over: (limit) => `Este limite se renovou: ${limit}.`,
  },
  unpriced: {
    what: (model) =>
      `Não consulto ${model}, porque há um orçamento e não sei o preço desse modelo.`,
    helps:
      'Informe o `price` dele em `parley.yaml` ou escreva `unpriced: allow` abaixo de `limits`.',
    over: (model) => `${model} voltou a responder.`,
  },
  diskNearlyFull: {
    what: (free) =>
      `O disco do meu armazenamento está quase cheio: só tem ${free} de espaço livre.`,
    helps:
      'Libere espaço nele: se ele encher, não consigo responder a ninguém. Com um `HISTORY_DAYS` menor, meu armazenamento ocupa menos.',
    over: 'O disco do meu armazenamento voltou a ter espaço suficiente.',
  },
  storeFails: {
    what: 'Meu armazenamento não funciona, então não consigo responder a ninguém.',
    helps: '`npm run doctor` ajuda a encontrar a causa. Meu log diz isto:',
    over: 'Meu armazenamento voltou a funcionar.',
  },
  networkLost: {
    what: (network) => `Não consigo me conectar ao ${network}.`,
    helps:
      'Continuo tentando. Se persistir, verifique a rede da máquina e `HTTPS_PROXY`, e veja se outras pessoas têm o mesmo problema.',
    over: (network) => `Voltei a me conectar ao ${network}.`,
  },
  networkLeftOut: {
    what: (network) => `Estou sem conexão com o ${network} e parei de tentar.`,
    helps: 'Primeiro é preciso mudar algo; depois, me reinicie. `npm run doctor` mostra o quê.',
  },
  noWorkers: {
    what: 'Ninguém recebe resposta: nenhum worker está em execução.',
    helps:
      'Guardo as perguntas e respondo assim que houver um worker. Inicie um processo com `PARLEY_ROLE=worker` ou veja nos logs por que os outros pararam.',
    over: 'Voltou a haver um worker em execução.',
  },
  newVersion: {
    what: (version, current) =>
      `Há uma nova versão do Parley: ${version}. Eu sou a versão ${current}.`,
    helps: '`docs/operating.md` explica como me atualizar.',
  },
  since: (time) => `Detectado: ${time}.`,
  began: (time) => `O problema começou: ${time}.`,
  summary: (count) =>
    `Havia muito a contar, então aqui vai um resumo de ${counted(count, { one: 'mensagem', other: 'mensagens' })}:`,
  more: (count) => `e mais ${count}`,
};
