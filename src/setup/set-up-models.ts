import { findLocalServers, type LocalServer } from './find-local-servers.ts';
import { listServiceModels } from './list-service-models.ts';
import { maskSecret } from './mask-secret.ts';
import { MODEL_SERVICES, type ModelService } from './model-services.ts';
import type { Option } from './prompts.ts';
import type { Session } from './session.ts';
import { showFindings } from './show-findings.ts';
import { tryModel } from './try-model.ts';

/** A service with the variables that switch it on. Empty: they are set already. */
interface ChosenService {
  readonly provider: string;
  readonly label: string;
  readonly values: Readonly<Record<string, string>>;
}

const LOCAL = 'local:';
const STANDING = 'standing:';

/** Asks for a service of models and for the model that answers, and checks both. */
export async function setUpModels(session: Session, ports?: readonly number[]): Promise<void> {
  const { prompts, clock } = session;
  const local = await prompts.wait('Looking for servers of models on this machine', () =>
    findLocalServers({ clock, ...(ports && { ports }) }),
  );

  for (;;) {
    const service = await chooseService(session, local);
    if (service === undefined || (await useService(session, service))) return;
  }
}

/** `undefined`: the person skips this step. */
async function chooseService(
  session: Session,
  local: readonly LocalServer[],
): Promise<ChosenService | undefined> {
  const { prompts } = session;
  const standing = findStanding(session);
  const isNew = ({ baseUrl }: LocalServer) =>
    !Object.values(session.variables()).some((value) => value?.startsWith(baseUrl));
  const newServers = local.filter(isNew);

  const options: Option<string>[] = [
    ...standing.map(({ provider, label, shown }) => ({
      value: STANDING + provider,
      label: `Keep ${label}`,
      hint: shown,
    })),
    ...newServers.map(({ baseUrl, label }) => ({
      value: LOCAL + baseUrl,
      label: `Use ${label} on this machine`,
      hint: baseUrl,
    })),
    { value: 'key', label: 'Enter the key of a service' },
    { value: 'address', label: "Enter the address of a server that speaks OpenAI's protocol" },
    { value: 'skip', label: 'Skip', hint: 'the built-in demo model answers where nothing is set' },
  ];
  const answer = await prompts.choose('Which models answer?', options, options[0]?.value);

  if (answer === 'key') return askForKey(session);
  if (answer === 'address') return askForAddress(session);
  const kept = standing.find(({ provider }) => STANDING + provider === answer);
  if (kept) return { ...kept, values: {} };
  const server = newServers.find(({ baseUrl }) => LOCAL + baseUrl === answer);
  return (
    server && { ...server, values: { [variableOf(server.provider, 'BASE_URL')]: server.baseUrl } }
  );
}

/** Lists the services that are set already, with what is shown of their variables. */
function findStanding(session: Session) {
  const variables = session.variables();
  const services = [
    ...MODEL_SERVICES,
    { provider: 'lmstudio', label: 'LM Studio' },
    { provider: 'llamacpp', label: 'llama.cpp' },
    { provider: 'vllm', label: 'vLLM' },
  ];
  return services.flatMap(({ provider, label }) => {
    const key = variables[variableOf(provider, 'API_KEY')]?.trim();
    const address = variables[variableOf(provider, 'BASE_URL')]?.trim();
    const shown = address ?? (key && maskSecret(key));
    return shown ? { provider, label, shown } : [];
  });
}

async function askForKey(session: Session): Promise<ChosenService | undefined> {
  const { prompts } = session;
  const options = MODEL_SERVICES.map(({ provider, label }) => ({ value: provider, label }));
  const provider = await prompts.search('Whose key do you have? Type to search', options);
  const service = MODEL_SERVICES.find((each) => each.provider === provider);
  if (!service) return undefined;

  const address = await askForOwnAddress(session, service);
  const key = await prompts.askSecret(`Paste the key of ${service.label}, or press Enter to skip`);
  if (key === '') return undefined;
  return { ...service, values: { ...address, [variableOf(provider, 'API_KEY')]: key } };
}

async function askForOwnAddress(
  { prompts }: Session,
  { provider, label, needsAddress }: ModelService,
) {
  if (!needsAddress) return {};
  const example = 'https://example.openai.azure.com/openai/v1';
  const address = await prompts.askText(`The address of your ${label}`, example);
  return address === '' ? {} : { [variableOf(provider, 'BASE_URL')]: address };
}

async function askForAddress({ prompts }: Session): Promise<ChosenService | undefined> {
  const address = await prompts.askText(
    'Its address, or press Enter to skip',
    'http://localhost:8080/v1',
  );
  if (address === '') return undefined;
  const key = await prompts.askSecret('Its key, or press Enter if it needs none');
  const values = { OPENAI_BASE_URL: address, ...(key && { OPENAI_API_KEY: key }) };
  return { provider: 'openai', label: address, values };
}

/** Lists the models, lets the person choose one, and asks it. Gives `false` where the person starts again. */
async function useService(session: Session, service: ChosenService): Promise<boolean> {
  const { prompts, clock } = session;
  const { provider, label } = service;
  const values = { ...service.values, ...(await askAboutOldKey(session, service)) };
  const env = { ...session.variables(), ...values };

  const { names, proposal, findings } = await prompts.wait(`Asking ${label} for its models`, () =>
    listServiceModels(provider, env, clock),
  );
  const isGood = showFindings(prompts, findings);
  if (!isGood && !(await keepsAllTheSame(session, label))) return false;

  const model = await chooseModel(session, names, proposal);
  if (model === undefined) {
    if (Object.keys(values).length > 0) session.save(values);
    return true;
  }
  const answer = names.includes(model)
    ? await prompts.wait(`Asking ${model} for one word`, () =>
        tryModel(provider, model, env, clock),
      )
    : [];
  if (!showFindings(prompts, answer) && !(await keepsAllTheSame(session, model))) return false;
  session.save({ ...values, DEFAULT_MODEL: model });
  return true;
}

/** The key that stands may be that of another server, which must not learn it. */
async function askAboutOldKey(
  { prompts, variables }: Session,
  { provider, label, values }: ChosenService,
): Promise<Readonly<Record<string, string>>> {
  const variable = variableOf(provider, 'API_KEY');
  const key = variables()[variable]?.trim();
  const isMoved = variableOf(provider, 'BASE_URL') in values;
  if (!key || !isMoved || variable in values) return {};

  const answer = await prompts.choose(
    `${variable} is ${maskSecret(key)}: is it the key of ${label}?`,
    [
      {
        value: 'no',
        label: 'No, remove it',
        hint: 'this address takes the place of the other one',
      },
      { value: 'yes', label: 'Yes, keep it' },
    ],
    'no',
  );
  return answer === 'no' ? { [variable]: '' } : {};
}

async function keepsAllTheSame({ prompts }: Session, name: string): Promise<boolean> {
  const answer = await prompts.choose(
    `${name} does not work.`,
    [
      { value: 'again', label: 'Choose again' },
      { value: 'keep', label: 'Write it into the file all the same' },
    ],
    'again',
  );
  return answer === 'keep';
}

/** `undefined`: there is none to choose. */
async function chooseModel(
  { prompts, variables }: Session,
  names: readonly string[],
  proposal: string | undefined,
): Promise<string | undefined> {
  if (names.length === 0) return undefined;

  prompts.tell(`${names.length} ${names.length === 1 ? 'model' : 'models'} found.`, 'good');
  const current = variables().DEFAULT_MODEL?.trim() || undefined;
  // It may be an alias, or a model of another service.
  const offered = current === undefined || names.includes(current) ? names : [current, ...names];
  const initial = current ?? proposal ?? names[0];
  const options = offered.map((value) => ({
    value,
    label: value,
    ...(value === current && { hint: 'the present one' }),
    ...(value === proposal && value !== current && { hint: 'proposed' }),
  }));
  return prompts.search(
    'Which model answers where nobody chose one? Type to search',
    options,
    initial,
  );
}

function variableOf(provider: string, ending: string): string {
  return `${provider.toUpperCase()}_${ending}`;
}
