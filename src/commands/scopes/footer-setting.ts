import type { FooterPart } from '../../contracts/settings.ts';
import type { Texts } from '../../texts/en/index.ts';
import type { Setting } from './setting.ts';
import { withoutRule } from './without-rule.ts';

const PARTS: readonly FooterPart[] = ['model', 'tokens', 'seconds', 'cost'];
/** The values of the menu. Others can be typed. */
const USUAL = ['none', 'model', 'model,tokens', 'model,tokens,seconds', 'all'];

/** The parts of the line below answers: none, all, or some of them. */
export const footerSetting: Setting = {
  name: 'footer',
  rule: 'footer',
  power: 'settings',
  isFree: true,
  isOffered: () => true,
  describe: ({ settings, texts }) => wordsFor(settings.footer, texts),

  entries: ({ settings, texts }) =>
    USUAL.map((value) => {
      const footer = readParts(value) ?? [];
      const isCurrent = inOrder(footer).join() === inOrder(settings.footer).join();
      return { value, label: wordsFor(footer, texts), isCurrent };
    }),

  read(typed, { texts }) {
    const footer = readParts(typed);
    return footer && { label: wordsFor(footer, texts), change: (rules) => ({ ...rules, footer }) };
  },

  clear: (rules) => withoutRule(rules, 'footer'),
  explain: (_typed, { texts }) => texts.settings.possible.footer,
};

function readParts(typed: string): readonly FooterPart[] | undefined {
  const words = typed
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  if (words.join() === 'none') return [];
  if (words.join() === 'all') return PARTS;

  const isKnown = words.every((word) => PARTS.some((part) => part === word));
  return words.length > 0 && isKnown ? PARTS.filter((part) => words.includes(part)) : undefined;
}

function inOrder(footer: readonly FooterPart[]): readonly FooterPart[] {
  return PARTS.filter((part) => footer.includes(part));
}

function wordsFor(footer: readonly FooterPart[], { settings, listComma }: Texts): string {
  if (footer.length === 0) return settings.none;
  return footer.map((part) => settings.footerParts[part]).join(listComma);
}
