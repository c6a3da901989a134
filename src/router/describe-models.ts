import type { ModelReport } from '../contracts/router.ts';
import type { Routing } from '../contracts/routing.ts';
import { checkNamedModels } from './check-named-models.ts';
import type { DefaultPicker } from './default-picker.ts';
import type { ModelList } from './model-target.ts';
import { listNamedModels, type NamedModel } from './named-models.ts';
import { type PickedModel, type PickReason, pickDefault as pickFirst } from './pick-model.ts';
import { resolveModel } from './resolve-model.ts';
import { targetName } from './route.ts';

/** The list of one service, or the reason why it could not be read. */
export interface ReadList extends ModelList {
  readonly failure?: string | undefined;
}

/** Everything that decides which model answers. */
interface ModelFacts {
  readonly lists: readonly ReadList[];
  readonly routing: Routing;
  /** The value of `DEFAULT_MODEL`. */
  readonly defaultModel: string | undefined;
  /** Absent: without a memory. */
  readonly pickDefault?: DefaultPicker;
  /** The time; Unix milliseconds. */
  readonly now: number;
}

const CHOOSE = 'Choose another one with /model, or with DEFAULT_MODEL.';

const WHY_PICKED: Readonly<Record<PickReason, (service: string, among: number) => string>> = {
  preferred: (service) => `it is Parley's own choice for ${service}`,
  loaded: (service) => `${service} has it in its memory`,
  only: (service) => `${service} has no other model that chats`,
  first: (service, among) =>
    `Parley knows none of the ${among} models of ${service}, and this is the first that chats`,
};

/** Says which model answers where people chose none and why, what each service lists, and what is wrong. */
export function describeModels(facts: ModelFacts): ModelReport {
  const { lists, routing, defaultModel, pickDefault = pickFirst, now } = facts;
  const uses = listNamedModels(routing, defaultModel);
  const isDemo = ({ provider }: ModelList) => provider.keys()[0]?.provider.isDemo === true;
  const warnings = checkNamedModels(uses, { routing, lists, now });
  const report = {
    providers: lists
      .filter((list) => !isDemo(list))
      .map(({ provider, models, failure }) => ({
        name: provider.name,
        models: models.length,
        ...(failure === undefined ? {} : { failure }),
      })),
    warnings,
  };

  const [chosen] = uses.filter(
    ({ place }) => place === 'DEFAULT_MODEL' || place.startsWith('default '),
  );
  if (chosen) {
    const isWrong = warnings.some(({ place, isEnd }) => place === chosen.place && !isEnd);
    return { ...report, ...describeChosen(chosen, facts, isWrong) };
  }

  const picked = pickDefault(lists, now);
  if (!picked) return { ...report, answers: describeNone(lists.filter((list) => !isDemo(list))) };
  const name = targetName(picked);
  const isDemoAnswer = picked.provider.keys()[0]?.provider.isDemo === true;
  return {
    ...report,
    defaultModel: name,
    answers: isDemoAnswer ? describeDemo(name) : describePicked(name, picked),
  };
}

function describeChosen(
  { name, place }: NamedModel,
  { lists, routing, now }: ModelFacts,
  isWrong: boolean,
) {
  const target = routing.aliases.has(name)
    ? undefined
    : resolveModel(name, lists, { isTrusted: true, now });
  const defaultModel = target ? targetName(target) : name;
  const verb = isWrong ? 'is to answer' : 'answers';
  return { defaultModel, answers: `${defaultModel} ${verb}, because ${place} names it.` };
}

function describePicked(name: string, { provider, why, among }: PickedModel): string {
  const reason = WHY_PICKED[why](provider.name, among);
  return `${name} answers where nobody chose a model: ${reason}. ${CHOOSE}`;
}

function describeDemo(name: string): string {
  return `${name} answers: it is no language model, since no service is set up. Set the key of a service, or the address of a local server.`;
}

function describeNone(lists: readonly ReadList[]): string {
  const namesOf = (some: readonly ReadList[]) =>
    new Intl.ListFormat('en', { type: 'disjunction' }).format(
      some.map(({ provider }) => provider.name),
    );
  const failed = lists.filter(({ failure }) => failure !== undefined);
  const readable = lists.filter(({ failure }) => failure === undefined);
  const reasons = [
    readable.length > 0 && `no model that chats is listed by ${namesOf(readable)}`,
    failed.length > 0 && `no list could be had from ${namesOf(failed)}`,
  ];
  return `No model answers so far: nobody chose one, and ${reasons.filter(Boolean).join(', and ')}. Name one in DEFAULT_MODEL, or choose one with /model.`;
}
