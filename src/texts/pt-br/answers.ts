import type { answers as original } from '../en/answers.ts';
import { pluralIn } from '../plural.ts';
import { wasAsked } from '../was-asked.ts';
import { cost } from './cost.ts';
import { failures } from './failures.ts';

const plural = pluralIn('pt-BR');
const TOKENS = { one: 'token', many: 'de tokens', other: 'tokens' };
const tenths = new Intl.NumberFormat('pt-BR', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** The sentences in and around an answer. */
export const answers: typeof original = {
  reasoningLabel: 'Raciocínio',
  onlyThoughts: '(O modelo só pensou em voz alta. Estes são os pensamentos dele.)',
  thoughtsCut: '(O modelo pensou mais, mas o resto é longo demais para mostrar.)',
  thinking: (ms) => `(pensando… ${Math.round(ms / 1_000)} s)`,
  footer: (parts) => `*${parts.join(' · ')}*`,
  tokens: (input, output, cached = 0) => {
    // Services that count nothing report zeros.
    if (!input && !output) return '';
    const sum = plural((input ?? 0) + (output ?? 0), TOKENS);
    return cached > 0 ? `${sum} (${cached.toLocaleString('pt-BR')} em cache)` : sum;
  },
  seconds: (ms) => `${tenths.format(ms / 1_000)} s`,
  cost,
  sources: (links) => `Fontes: ${links.join(' · ')}`,
  stopped: '(interrompida)',
  interrupted: '(Estou reiniciando. Quando voltar, escrevo esta resposta de novo.)',
  gaveUp: 'Desisti desta resposta, porque precisei reiniciar várias vezes. Pergunte de novo.',
  continuedBy: (model) => `(O resto desta resposta é de ${model}.)`,
  cutByLength: '(O modelo chegou ao limite de tamanho e parou.)',
  cutByFilter: '(O filtro de conteúdo do modelo interrompeu esta resposta.)',
  cutBySize: '(Interrompi esta resposta, porque ela ficou longa demais.)',
  cutByRepetition: '(O modelo não parava de se repetir, então eu o interrompi.)',
  continuesInFile: '… o resto vem em um arquivo.',
  wholeInFile: '… o arquivo contém a resposta inteira.',
  fileForbidden:
    '(Não tenho permissão para anexar arquivos aqui, então não consigo mostrar o resto desta resposta.)',
  fileRefused:
    '(Esta rede não aceitou o arquivo com o resto desta resposta, então não consigo mostrá-lo.)',
  trimmed:
    '(As mensagens mais antigas não cabem mais no modelo. Esta resposta não as leva em conta, e as próximas recebem um resumo delas. `/reset` começa uma nova conversa.)',
  trimmedWithoutSummary:
    '(As mensagens mais antigas não cabem mais no modelo, então respondo sem elas. `/reset` começa uma nova conversa.)',
  materialCut:
    '(Nem tudo o que veio com a sua pergunta cabe no modelo. Deixei algumas partes de fora.)',
  questionCut: '(Sua mensagem não cabe no modelo. Li só o começo.)',
  refused: '(Esta rede se recusou a mostrar minha resposta. Pergunte de outro jeito.)',
  removed: '(removida)',
  refusedPart: '(Esta rede se recusou a mostrar uma parte da minha resposta.)',
  noAnswer:
    'O modelo não deu nenhuma resposta. Pergunte de novo ou escolha outro modelo com `/model`.',
  questionTooLong: (model) =>
    `(Só a sua pergunta já é longa demais para ${model}. Encurte a pergunta ou use outro modelo: \`/model\` mostra quais existem.)`,
  instructionsTooLong: (model) =>
    `(Só as minhas instruções já são longas demais para ${model}. Avise quem me hospeda ou escolha outro modelo com \`/model\`.)`,
  failed: (kind, model) =>
    wasAsked(kind) ? `(${model} falhou. ${failures[kind].cure})` : `(${failures[kind].cure})`,
  replaced: (model, requested, reason) =>
    `(Quem responde é ${model}, porque ${requested} ${reason ? failures[reason].reason : 'não responde'}.)`,
  failedInside: '(Algo deu errado do meu lado. Pergunte de novo; o motivo está no meu log.)',
};
