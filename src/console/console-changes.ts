import type { Author } from '../contracts/chat-message.ts';
import type { ScopeRules } from '../contracts/settings.ts';
import { fieldsReader, type JsonReader, textReader, wordReader } from '../lib/json-reader.ts';
import type { Log } from '../lib/log.ts';
import { RequestError } from '../lib/web/request-error.ts';
import type { OpenSession } from './console-sessions.ts';
import type { ConsoleSources } from './console-sources.ts';

/** Does what a page asks for. */
export type ConsoleChange = (body: unknown, session: OpenSession) => Promise<ConsoleAnswer>;

/** The answer to a change. Absent: 200, without words. */
export type ConsoleAnswer = { readonly status: number; readonly value: unknown } | undefined;

const MAX_ID = 256;
const MAX_FILE_CHARACTERS = 256 * 1024;
const id = textReader(MAX_ID);
const anything: JsonReader<unknown> = (value) => value ?? undefined;

const stopBody = fieldsReader({ turnId: id }, 'turnId');
const accessBody = fieldsReader(
  { platform: id, personId: id, state: wordReader(['allowed', 'denied']) },
  'platform',
  'personId',
  'state',
);
/** Without a value, the choice is taken back. */
const settingBody = fieldsReader({ scope: id, name: id, value: anything }, 'scope', 'name');
const checkBody = fieldsReader({ text: textReader(MAX_FILE_CHARACTERS) }, 'text');
const saveBody = fieldsReader(
  { text: textReader(MAX_FILE_CHARACTERS), revision: id },
  'text',
  'revision',
);

/** A scope of settings: the bot, a platform, or a place on it. */
const SCOPE = /^(?:bot|([a-z]+(?:@[\w-]+)?)(?::[\w/-]{1,100})?)$/;

/** One of the `parameters`, as the page names it. */
const PARAMETER = /^parameters\.(\w+)$/;

/** Creates the changes, by their address below /api/. */
export function createConsoleChanges(
  sources: ConsoleSources,
  log: Log,
): ReadonlyMap<string, ConsoleChange> {
  async function stop(body: unknown, session: OpenSession): Promise<ConsoleAnswer> {
    const { turnId } = read(stopBody, body);
    if (!(await sources.stopTurn(turnId))) throw new RequestError(404, 'This answer has ended.');
    log.info({ turn: turnId, by: nameOf(session) }, 'console: an answer was stopped');
    return undefined;
  }

  async function decide(body: unknown, session: OpenSession): Promise<ConsoleAnswer> {
    const decision = read(accessBody, body);
    const grant = await sources.access.answer({ ...decision, by: authorOf(session) });
    if (!grant) throw new RequestError(404, 'This request is no longer open.');
    log.info({ ...decision, by: nameOf(session) }, 'console: a request for access was decided');
    return undefined;
  }

  async function choose(body: unknown, session: OpenSession): Promise<ConsoleAnswer> {
    const { scope, name, value } = read(settingBody, body);
    const platform = SCOPE.exec(scope)?.[1];
    const isKnown = scope === 'bot' || (platform && isPlatform(platform));
    if (!isKnown) throw new RequestError(400, 'There is no such place.');

    const [, parameter] = PARAMETER.exec(name) ?? [];
    const ruleName = parameter === undefined ? name : 'parameters';
    const wanted = parameter === undefined ? value : { [parameter]: value };
    const rule = value === undefined ? {} : await readRule(ruleName, wanted);
    await sources.settings.choose(scope, (rules) => {
      const others = without(rules, ruleName);
      if (parameter === undefined) return { ...others, ...rule };
      const parameters = { ...without(rules.parameters ?? {}, parameter), ...rule.parameters };
      return Object.keys(parameters).length > 0 ? { ...others, parameters } : others;
    });
    log.info({ scope, setting: name, by: nameOf(session) }, 'console: a setting was changed');
    return undefined;
  }

  /** A network counts for all of its bots. */
  function isPlatform(name: string): boolean {
    return sources.platforms.some((each) => each === name || each.startsWith(`${name}@`));
  }

  async function readRule(name: string, value: unknown): Promise<ScopeRules> {
    const rule = sources.readRule(name, value);
    if (!rule) throw new RequestError(400, `${name} does not take this value.`);
    const { persona } = rule;
    if (persona && !sources.settings.personas().some((each) => each.name === persona))
      throw new RequestError(400, 'parley.yaml has no such persona.');
    const model = rule.model ?? rule.summaryModel;
    if (model !== undefined && !(await sources.models.find(model)))
      throw new RequestError(400, 'No service that is set up has this model.');
    return rule;
  }

  async function save(body: unknown, session: OpenSession): Promise<ConsoleAnswer> {
    const { text, revision } = read(saveBody, body);
    const outcome = await sources.file.save(text, revision);
    if (outcome === 'saved') {
      log.info({ by: nameOf(session) }, 'console: parley.yaml was saved');
      return { status: 200, value: await sources.file.read() };
    }
    if (typeof outcome === 'object') return { status: 422, value: outcome };
    if (outcome === 'read only') throw new RequestError(403, READ_ONLY);
    return { status: 409, value: { errors: [CONFLICT], warnings: [] } };
  }

  return new Map<string, ConsoleChange>([
    ['stop', stop],
    ['access', decide],
    ['settings', choose],
    [
      'file/check',
      async (body) => ({ status: 200, value: sources.file.check(read(checkBody, body).text) }),
    ],
    ['file', save],
  ]);
}

const CONFLICT = 'Somebody else has changed the file since. Load it again, and repeat your change.';
const READ_ONLY = 'Parley may not write this file and its folder. Change it on the machine itself.';

function read<Body>(reader: JsonReader<Body>, body: unknown): Body {
  const value = reader(body);
  if (value === undefined) throw new RequestError(400, 'The request lacks something.');
  return value;
}

function without<Entries extends object>(entries: Entries, name: string): Partial<Entries> {
  return Object.fromEntries(
    Object.entries(entries).filter(([each]) => each !== name),
  ) as Partial<Entries>;
}

function nameOf({ admin }: OpenSession): string {
  return admin ? `${admin.platform}:${admin.id}` : 'CONSOLE_TOKEN';
}

function authorOf({ admin }: OpenSession): Author {
  const { id: adminId = 'console', name = 'console', roles = [] } = admin ?? {};
  return { id: adminId, name, isBot: false, isServerAdmin: false, roles };
}
