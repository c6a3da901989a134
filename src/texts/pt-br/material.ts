import type { UnreadableFileReason } from '../../contracts/material.ts';
import type { material as original } from '../en/material.ts';

/** The reasons why files were not read, for one file and for several. */
const reasons: Readonly<Record<UnreadableFileReason, string>> = {
  'unknown kind': 'não conheço esse tipo de arquivo',
  damaged: 'o conteúdo está corrompido ou não corresponde ao nome',
  locked: 'é preciso uma senha para abrir',
  empty: 'não há nada dentro',
  'too large': 'o tamanho passa do limite, com ou sem compactação',
  'too heavy': 'a leitura leva tempo demais ou gasta memória demais',
  gone: 'a rede não tem mais o conteúdo',
  failed: 'não deu para baixar a tempo, mas você pode tentar de novo',
  unseen: 'não consigo assistir a vídeos',
  unheard: 'não consigo ouvir gravações',
  spent: 'o que resta do orçamento aqui não é suficiente para ouvir gravações',
  off: 'não leio arquivos aqui',
  'too many': 'há arquivos demais de uma vez, e só li os mais recentes',
};

/** The sentences around an answer about what its question refers to. */
export const material: typeof original = {
  voiceMessages: 'mensagens de voz',
  theVoiceMessage: 'a mensagem de voz',
  videoMessages: 'mensagens de vídeo',
  theVideoMessage: 'a mensagem de vídeo',
  file: 'arquivo',
  transcriptLabel: 'O que ouvi',
  transcript: (words) => `🎤 “${words}”`,

  unread: (groups) => `(Não consegui ler ${groups.map(describeGroup).join('; nem ')}.)`,

  cut: (files) => `(Li só uma parte de ${listNames(files.map(({ name }) => name))}.)`,

  unheard: (names) =>
    `(Não consigo ouvir ${listNames(names, 'disjunction')}. Para que eu consiga, quem me hospeda pode definir \`TRANSCRIPTION_API_KEY\`.)`,

  unseen: (model, models) =>
    models.length === 0
      ? `(${model} não vê imagens.)`
      : `(${model} não vê imagens. Com \`/model\` você escolhe um que vê: ${listNames(models, 'disjunction')}.)`,
};

const MAX_NAMES = 5;

function describeGroup([why, names]: readonly [UnreadableFileReason, readonly string[]]): string {
  return `${listNames(names)}: ${reasons[why]}`;
}

function listNames(
  names: readonly string[],
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string {
  const hidden = names.length - MAX_NAMES;
  if (hidden > 1) return `${names.slice(0, MAX_NAMES).join(', ')} e mais ${hidden}`;
  return new Intl.ListFormat('pt-BR', { type }).format(names);
}
