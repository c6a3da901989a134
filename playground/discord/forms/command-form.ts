import type { Json } from '../json.ts';
import type { Form } from './form.ts';

export const CHAT_INPUT = 1;
export const MENUS = [2, 3];
const SUBCOMMAND = 1;
const SUBCOMMAND_GROUP = 2;
const OPTION_TYPES = [SUBCOMMAND, SUBCOMMAND_GROUP, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** An application command as it is registered. */
export interface CommandForm {
  readonly name: string;
  readonly type: number;
  readonly json: Json;
}

/** Reads and checks one command; the caller finishes the form. */
export function readCommandForm(form: Form): CommandForm {
  form.required().record();
  const type = form.at('type').oneOf([CHAT_INPUT, ...MENUS]) ?? CHAT_INPUT;
  const name = form.at('name').required().text(1, 32) ?? '';
  const isMenu = type !== CHAT_INPUT;
  if (!isMenu) checkName(form.at('name'), name);
  const description = isMenu ? '' : form.at('description').required().text(1, 100);
  if (isMenu) refuseDescription(form.at('description'));
  const options = isMenu ? [] : readOptions(form.at('options'));
  const contexts = form
    .at('contexts')
    .list(1, 3)
    ?.map((each) => each.oneOf([0, 1, 2]));
  const integrationTypes = form
    .at('integration_types')
    .list(1, 2)
    ?.map((each) => each.oneOf([0, 1]));
  const permissions = form.at('default_member_permissions').text(0, 20);
  return {
    name,
    type,
    json: {
      type,
      name,
      name_localizations: form.at('name_localizations').record()?.value ?? null,
      description: description ?? '',
      description_localizations: form.at('description_localizations').record()?.value ?? null,
      default_member_permissions: permissions ?? null,
      dm_permission: form.at('dm_permission').flag() ?? true,
      contexts: contexts ?? null,
      integration_types: integrationTypes ?? [0],
      nsfw: form.at('nsfw').flag() ?? false,
      ...(options.length > 0 && { options }),
    },
  };
}

function refuseDescription(form: Form): void {
  if (!form.value) return;
  form.complain(
    'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION',
    'Context menu commands cannot have description',
  );
}

function checkName(form: Form, name: string): void {
  if (name === '' || (NAME.test(name) && name === name.toLowerCase())) return;
  form.complain('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
}

function readOptions(form: Form): readonly Json[] {
  const options = form.list(0, 25) ?? [];
  const names = new Set<string>();
  let optionalSeen = false;
  return options.map((option) => {
    const json = readOption(option);
    const name = String(json.name);
    if (names.has(name)) {
      option
        .at('name')
        .complain('APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists');
    }
    names.add(name);
    if (json.required === true && optionalSeen) {
      option.complain(
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    optionalSeen ||= json.required !== true;
    return json;
  });
}

function readOption(form: Form): Json {
  form.required().record();
  const type = form.at('type').required().oneOf(OPTION_TYPES) ?? 3;
  const name = form.at('name').required().text(1, 32) ?? '';
  checkName(form.at('name'), name);
  const description = form.at('description').required().text(1, 100) ?? '';
  const required = form.at('required').flag();
  const autocomplete = form.at('autocomplete').flag();
  const choices = form.at('choices').list(0, 25)?.map(readChoice);
  if (autocomplete && choices?.length) {
    form.complain(
      'APPLICATION_COMMAND_OPTIONS_CHOICES_AND_AUTOCOMPLETE',
      'Autocomplete cannot be used with choices',
    );
  }
  const isNested = type === SUBCOMMAND || type === SUBCOMMAND_GROUP;
  return {
    type,
    name,
    name_localizations: form.at('name_localizations').record()?.value ?? null,
    description,
    description_localizations: form.at('description_localizations').record()?.value ?? null,
    ...(required !== undefined && { required }),
    ...(autocomplete !== undefined && { autocomplete }),
    ...(choices && { choices }),
    ...(isNested && { options: readOptions(form.at('options')) }),
  };
}

function readChoice(form: Form): Json {
  form.required().record();
  const name = form.at('name').required().text(1, 100);
  const value =
    typeof form.at('value').value === 'number'
      ? form.at('value').value
      : form.at('value').required().text(1, 100);
  return { name, name_localizations: null, value };
}
