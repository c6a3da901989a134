import type { failures as original } from '../en/failures.ts';

const FOR_OPERATOR = 'Avise quem me hospeda';
const TRY_LATER = 'Tente de novo em um minuto.';
const PICK_ANOTHER = 'escolha outro modelo com `/model`.';

/** The words for each way in which a model can fail. `reason` completes "NAME OF THE MODEL …". */
export const failures: typeof original = {
  auth: { reason: 'recusou a chave', cure: `A chave foi recusada. ${FOR_OPERATOR}.` },
  permission: {
    reason: 'não está disponível com a minha chave ou no meu país',
    cure: `O serviço não permite esse modelo com a minha chave ou no meu país. ${FOR_OPERATOR} ou ${PICK_ANOTHER}`,
  },
  payment: {
    reason: 'está sem crédito',
    cure: `A conta está sem crédito. ${FOR_OPERATOR} ou ${PICK_ANOTHER}`,
  },
  not_found: {
    reason: 'não existe',
    cure: 'Este modelo não existe. Escolha outro com `/model`. `npm run doctor` mostra a quem me hospeda onde está esse nome.',
  },
  bad_request: {
    reason: 'recusou o pedido',
    cure: `O pedido foi recusado. ${FOR_OPERATOR} ou ${PICK_ANOTHER}`,
  },
  context_length: {
    reason: 'não comporta uma conversa deste tamanho',
    cure: 'A conversa é longa demais para esse modelo. `/reset` começa uma nova.',
  },
  too_large: {
    reason: 'recusou um pedido deste tamanho',
    cure: 'A conversa e os arquivos dela são grandes demais para esse modelo. `/reset` começa uma nova.',
  },
  content_filter: {
    reason: 'foi interrompido pelo filtro de conteúdo do provedor',
    cure: `O filtro de conteúdo do provedor recusou o pedido. Tente com outras palavras ou ${PICK_ANOTHER}`,
  },
  rate_limit: {
    reason: 'recebeu pedidos demais',
    cure: `Ele recebeu pedidos demais. ${TRY_LATER}`,
  },
  overloaded: {
    reason: 'está sobrecarregado',
    cure: `Ele está sobrecarregado. ${TRY_LATER}`,
  },
  server: {
    reason: 'está com um problema no servidor',
    cure: `O servidor dele está com um problema. ${TRY_LATER}`,
  },
  connect: {
    reason: 'está inacessível',
    cure: `Não consegui me conectar ao servidor dele. ${TRY_LATER}`,
  },
  timeout_first: {
    reason: 'não começou a responder a tempo',
    cure: 'Ele não começou a responder a tempo. Tente de novo.',
  },
  timeout_idle: {
    reason: 'parou no meio da resposta',
    cure: 'Ele parou no meio da resposta. Pergunte de novo.',
  },
  timeout_total: { reason: 'demorou demais', cure: 'Ele demorou demais. Pergunte de novo.' },
  truncated: {
    reason: 'perdeu a conexão',
    cure: 'A conexão com ele caiu. Pergunte de novo.',
  },
  empty: {
    reason: 'não deu nenhuma resposta',
    cure: 'Ele não deu nenhuma resposta. Pergunte de novo.',
  },
  protocol: {
    reason: 'enviou uma resposta malformada',
    cure: `Ele enviou uma resposta malformada. Tente de novo ou ${PICK_ANOTHER}`,
  },
  unseen: {
    reason: 'não vê imagens',
    cure: `Ele não vê imagens: ${PICK_ANOTHER}`,
  },
  unchosen: {
    reason: 'ainda não está configurado',
    cure: 'Nenhum modelo foi escolhido, e não encontrei nenhum que eu pudesse escolher. Escolha um com `/model`; quem me hospeda pode indicar um em `DEFAULT_MODEL`.',
  },
  unpriced: {
    reason: 'tem um preço que não conheço',
    cure: `Aqui há um orçamento, e não conheço o preço desse modelo. ${FOR_OPERATOR} ou ${PICK_ANOTHER}`,
  },
  spent: {
    reason: 'custa mais do que resta do orçamento',
    cure: `O que resta do orçamento não é suficiente para ele. Por favor, ${PICK_ANOTHER}`,
  },
  canceled: {
    reason: 'foi interrompido',
    cure: `Ele foi interrompido. Tente de novo ou ${PICK_ANOTHER}`,
  },
};
