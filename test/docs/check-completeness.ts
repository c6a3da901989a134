import { commands } from '../../src/commands/index.ts';
import { providers } from '../../src/providers/index.ts';
import type { Check } from '../house/tree.ts';
import { documentsIn } from './documents.ts';

const PAGE_WITH_COMMANDS = 'README.md';
const PAGES_WITH_SERVICES = ['docs/models.md', 'docs/legacy-services.md'];
/** The built-in demo model needs no page. */
const BUILT_IN = 'demo';

/** Every command of the bot and every service of models is explained. A missing page is not checked. */
export const checkCompleteness: Check = (tree) => {
  const documents = documentsIn(tree);
  const spansOf = (path: string) => documents.get(path)?.spans ?? [];
  const serviceSpans = PAGES_WITH_SERVICES.flatMap(spansOf);
  const services = Object.keys(providers).filter((name) => name !== BUILT_IN);

  return [
    ...commands
      .filter(
        ({ name }) =>
          documents.has(PAGE_WITH_COMMANDS) && !isNamed(`/${name}`, spansOf(PAGE_WITH_COMMANDS)),
      )
      .map(({ name }) => `${PAGE_WITH_COMMANDS} does not explain /${name}.`),
    ...services
      .filter(
        (name) =>
          serviceSpans.length > 0 && !serviceSpans.some((span) => span.startsWith(`${name}/`)),
      )
      .map(
        (name) =>
          `${PAGES_WITH_SERVICES.join(' and ')} do not say how models of ${name} are called.`,
      ),
  ];
};

function isNamed(command: string, spans: readonly string[]): boolean {
  return spans.some((span) => span === command || span.startsWith(`${command} `));
}
