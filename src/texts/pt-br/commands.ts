import type { commandTexts as original } from '../en/commands.ts';

/**
 * The descriptions of commands and their options: 1 to 100 characters, without a full stop. `menu…`: the names in
 * Discord's menu of a message, at most 32 characters.
 */
export const commandTexts: typeof original = {
  ask: 'Faz uma pergunta para mim, mesmo onde não participo',
  askQuestion: 'Sua pergunta',
  askFile: 'O arquivo ou a imagem de que trata a pergunta',
  askPrivate: 'Só você vê a resposta',
  askAbout: 'Responde a uma mensagem',
  askMenu: 'Perguntar ao Parley',
  help: 'Mostra o que eu sei fazer',
  export: 'Envia esta conversa como um arquivo Markdown',
  pins: 'Mostra as mensagens que tenho em mente aqui e permite remover algumas',
  regenerate: 'Responde de novo à última pergunta, com outro modelo se você quiser',
  regenerateModel: 'O modelo ou uma parte do nome dele',
  stop: 'Interrompe a resposta que está sendo escrita aqui',
  rich: 'Mostra as respostas aqui como mensagens avançadas do Telegram: on, off ou default',
  richChoice: 'on, off ou default',
  continue: 'Continua a última resposta de onde foi cortada ou interrompida',
  why: 'Explica por que respondi ou não a uma mensagem',
  delete_my_data: 'Apaga tudo o que você me disse, em todas as conversas',
  model: 'Escolhe o modelo que responde aqui',
  modelName: 'O modelo ou uma parte do nome dele',
  settings: 'Mostra o que está valendo aqui e permite mudar',
  settingsName: 'A configuração',
  settingsValue: 'O novo valor; default: herda do nível acima',
  settingsPlace: 'Onde vale',
  persona: 'Mostra ou muda o papel que assumo aqui',
  personaName: 'A persona, none, show ou write',
  personaInstructions: 'Depois de write: as instruções',
  reset: 'Esquece o que foi dito aqui e começa uma nova conversa',
  pin: 'Mantém uma mensagem em mente, não importa o que venha depois',
  access: 'Mostra quem pode me usar e permite liberar ou barrar pessoas',
  accessAction: 'allow, deny ou revoke',
  accessPerson: 'O ID da pessoa',
  undo: 'Desfaz a última pergunta e a minha resposta a ela',
  menuPin: 'Fixar',
  menuWhy: 'Por quê',
  menuForget: 'Esquecer',
  forget: 'Esquece uma pergunta e a minha resposta, como se você tivesse apagado a pergunta',
};
