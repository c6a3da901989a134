import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { Json } from '../json.ts';
import type { Form } from './form.ts';
import { readLocalizations } from './read-localizations.ts';

/** Command types. */
const CHAT_INPUT = 1;
const MENUS = [2, 3];
/** Option types. */
const SUBCOMMAND = 1;
const SUBCOMMAND_GROUP = 2;
const OPTION_TYPES = [SUBCOMMAND, SUBCOMMAND_GROUP, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** A command as an application registers it. */
export interface CommandForm {
  readonly name: string;
  /** 1 chat input, 2 user menu, 3 message menu. */
  readonly type: number;
  /** The command in its wire shape, without the ids that Discord adds. */
  readonly json: Json;
}

/** Reads and checks one command. The caller calls `form.throwIfInvalid`. */
export function readCommandForm(form: Form): CommandForm {
  form.required().object();
  const type = form.field('type').oneOf([CHAT_INPUT, ...MENUS]) ?? CHAT_INPUT;
  const name = form.field('name').required().text(1, 32) ?? '';
  const isMenu = type !== CHAT_INPUT;

  if (!isMenu) checkName(form.field('name'), name);
  const description = isMenu ? '' : form.field('description').required().text(1, 100);
  if (isMenu) refuseDescription(form.field('description'));
  const options = isMenu ? [] : readOptions(form.field('options'));

  const contexts = form
    .field('contexts')
    .list(1, 3)
    ?.map((context) => context.oneOf([0, 1, 2]));
  const integrationTypes = form
    .field('integration_types')
    .list(1, 2)
    ?.map((integrationType) => integrationType.oneOf([0, 1]));
  const permissions = form.field('default_member_permissions').text(0, 20);

  return {
    name,
    type,
    json: omitUndefined({
      type,
      name,
      name_localizations: readLocalizations(form.field('name_localizations'), 32),
      description: description ?? '',
      description_localizations: readLocalizations(form.field('description_localizations'), 100),
      default_member_permissions: permissions ?? null,
      dm_permission: form.field('dm_permission').boolean() ?? true,
      contexts: contexts ?? null,
      integration_types: integrationTypes ?? [0],
      nsfw: form.field('nsfw').boolean() ?? false,
      options: options.length > 0 ? options : undefined,
    }),
  };
}

function refuseDescription(form: Form): void {
  if (!form.value) return;
  form.addError(
    'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION',
    'Context menu commands cannot have description',
  );
}

function checkName(form: Form, name: string): void {
  if (name === '' || (NAME.test(name) && name === name.toLowerCase())) return;
  form.addError('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
}

function readOptions(form: Form): readonly Json[] {
  const options = form.list(0, 25) ?? [];
  const names = new Set<string>();
  let hasOptional = false;

  return options.map((option) => {
    const json = readOption(option);
    const name = String(json.name);
    if (names.has(name)) {
      option
        .field('name')
        .addError('APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists');
    }
    names.add(name);
    if (json.required === true && hasOptional) {
      option.addError(
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    hasOptional ||= json.required !== true;
    return json;
  });
}

function readOption(form: Form): Json {
  form.required().object();
  const type = form.field('type').required().oneOf(OPTION_TYPES) ?? 3;
  const name = form.field('name').required().text(1, 32) ?? '';
  checkName(form.field('name'), name);
  const description = form.field('description').required().text(1, 100) ?? '';
  const required = form.field('required').boolean();
  const autocomplete = form.field('autocomplete').boolean();
  const choices = form.field('choices').list(0, 25)?.map(readChoice);
  if (autocomplete && choices?.length) {
    form.addError(
      'APPLICATION_COMMAND_OPTIONS_CHOICES_AND_AUTOCOMPLETE',
      'Autocomplete cannot be used with choices',
    );
  }
  const isNested = type === SUBCOMMAND || type === SUBCOMMAND_GROUP;

  return omitUndefined({
    type,
    name,
    name_localizations: readLocalizations(form.field('name_localizations'), 32),
    description,
    description_localizations: readLocalizations(form.field('description_localizations'), 100),
    required,
    autocomplete,
    choices,
    options: isNested ? readOptions(form.field('options')) : undefined,
  });
}

function readChoice(form: Form): Json {
  form.required().object();
  const name = form.field('name').required().text(1, 100);
  const value =
    typeof form.field('value').value === 'number'
      ? form.field('value').value
      : form.field('value').required().text(1, 100);
  return { name, name_localizations: null, value };
}
