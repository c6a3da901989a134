import type { Routing } from '../contracts/routing.ts';
import { checkNamedModels } from '../router/check-named-models.ts';
import { describeModels, type ReadList } from '../router/describe-models.ts';
import { listNamedModels } from '../router/named-models.ts';
import type { Row } from './row.ts';

/** What decides which model answers. */
interface DefaultModelChecks {
  readonly lists: readonly ReadList[];
  /** Absent: `parley.yaml` cannot be read. */
  readonly routing?: Routing | undefined;
  readonly defaultModel: string | undefined;
  /** The time; Unix milliseconds. */
  readonly now: number;
}

const PART = 'models';
const NO_ROUTING: Routing = {
  aliases: new Map(),
  fallbacks: {},
  models: new Map(),
  scopes: new Map(),
};
/** The end of the first sentence. */
const SENTENCE_END = /(?<=\.)\s+(?=\p{Lu})/u;

/**
 * Says which model answers where people chose none. Finds names of models in the configuration that no
 * service lists, and models that end.
 */
export function checkDefaultModel(checks: DefaultModelChecks): readonly Row[] {
  const { lists, routing = NO_ROUTING, defaultModel, now } = checks;
  const facts = { lists, routing, defaultModel, now };
  const warnings = checkNamedModels(listNamedModels(routing, defaultModel), facts);

  const warningRows = warnings.map(
    ({ place, problem, cure }): Row => ({
      part: PART,
      // A service may take names that its list lacks. Whether the default answers is another check.
      state: 'note',
      subject: place.replace(' in parley.yaml', ''),
      result: problem,
      cure,
    }),
  );
  return [...describeDefault(facts), ...warningRows];
}

function describeDefault(facts: Parameters<typeof describeModels>[0]): readonly Row[] {
  const { defaultModel, answers, providers } = describeModels(facts);
  // Another check says that no service is set up.
  if (providers.length === 0) return [];

  const [result = '', ...advice] = answers.split(SENTENCE_END);
  const row = { part: PART, subject: 'default', result };
  if (defaultModel !== undefined) return [{ ...row, state: 'good' }];
  return [{ ...row, state: 'bad', cure: advice.join(' ') }];
}
