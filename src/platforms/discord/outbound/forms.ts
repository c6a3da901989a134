import type { Interaction } from '../../../contracts/address.ts';
import type { Form, FormField } from '../../../contracts/form.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { hasCode, hasKind } from '../connection/discord-error.ts';
import type { RestCalls } from '../connection/rest-calls.ts';
import { type Acknowledgements, ALREADY_ACKNOWLEDGED, callbackRoute } from './acknowledgements.ts';
import { DEAD_TOKEN_CODES } from './interaction-calls.ts';

interface FormsParts {
  readonly calls: RestCalls;
  readonly acknowledgements: Acknowledgements;
}

/** Shows a form as the answer to an interaction. `false`: it is too late for one. */
type ShowForm = (interaction: Interaction, form: Form, signal: AbortSignal) => Promise<boolean>;

/** The type of a callback that opens a modal. */
const MODAL = 9;
/**
 * The components of a modal. Text inputs stand in labels, not in rows:
 * https://discord.com/developers/docs/components/reference#label
 */
const LABEL = 18;
const TEXT_INPUT = 4;
/** The styles of text inputs. */
const ONE_LINE = 1;
const PARAGRAPH = 2;
const MAX_CHARACTERS = 4_000;

/** Creates the function that shows forms. Discord takes a modal only as the first acknowledgement of a command or a press. */
export function createForms({ calls, acknowledgements }: FormsParts): ShowForm {
  return async (interaction, form, signal) => {
    const mode = await acknowledgements.claimAnswer(interaction.id, true);
    if (mode !== 'acknowledge') {
      acknowledgements.releaseAnswer(interaction.id, mode);
      return false;
    }

    try {
      await calls.send('post', callbackRoute(interaction), {
        purpose: 'open a form',
        body: { type: MODAL, data: modalBody(form) },
        auth: false,
        rateLimitKey: interaction.id,
        signal,
      });
      return true;
    } catch (error) {
      acknowledgements.releaseAnswer(interaction.id, mode);
      const isTooLate = hasCode(error, ALREADY_ACKNOWLEDGED, ...DEAD_TOKEN_CODES);
      // Servers that are compatible with Discord may know no modals.
      if (isTooLate || hasKind(error, 'invalid')) return false;
      throw error;
    }
  };
}

function modalBody({ id, title, fields }: Form): object {
  return { custom_id: id, title, components: fields.map(labelBody) };
}

function labelBody(field: FormField): object {
  const { name, label, value, placeholder, isLong, isRequired = false, maxCharacters } = field;
  const component = omitUndefined({
    type: TEXT_INPUT,
    custom_id: name,
    style: isLong ? PARAGRAPH : ONE_LINE,
    value,
    placeholder,
    required: isRequired,
    max_length: maxCharacters ?? MAX_CHARACTERS,
  });
  return { type: LABEL, label, component };
}
