import {
  booleanReader,
  fieldsReader,
  integerReader,
  type JsonReader,
  listReader,
  objectReader,
  patternReader,
  type ReadBy,
  recordReader,
} from '../../../lib/json-reader.ts';
import {
  attachmentReader,
  contentReader,
  idReader,
  nameReader,
  userReader,
} from './raw-content.ts';
import { MEMBER_FIELDS, rawMessageReader } from './raw-message.ts';

const channel = fieldsReader({
  id: idReader,
  type: integerReader,
  name: nameReader,
  parent_id: idReader,
});

/** The value that a person typed or chose. */
const optionValue: JsonReader<string | number | boolean> = (value) =>
  booleanReader(value) ?? (typeof value === 'number' ? value : contentReader(value));

/** Discord nests options only in groups of commands, which Parley does not have. */
const option = fieldsReader(
  { name: nameReader, type: integerReader, value: optionValue, focused: booleanReader },
  'name',
);

const customIdReader = patternReader(/^.{1,256}$/s);

/** A text input of a form that a person sent. Its value has at most 4,000 characters. */
const input = fieldsReader({ custom_id: customIdReader, value: contentReader }, 'custom_id');

const data = fieldsReader({
  type: integerReader,
  name: nameReader,
  target_id: idReader,
  resolved: fieldsReader({
    messages: recordReader(rawMessageReader),
    attachments: recordReader(attachmentReader),
  }),
  // Discord allows 100 characters.
  custom_id: customIdReader,
  // The picked entries of a menu.
  values: listReader(nameReader),
  // The inputs of a form: in a label each, or in rows as older servers send them.
  components: listReader(fieldsReader({ component: input, components: listReader(input) })),
  options: listReader(option),
});

/**
 * Reads the fields of an interaction that Parley needs:
 * https://discord.com/developers/docs/interactions/receiving-and-responding. `undefined`: it has no
 * id, token or type.
 */
export const rawInteractionReader = fieldsReader(
  {
    id: idReader,
    // It becomes a part of the address of requests.
    token: patternReader(/^[^\s/?#\\]{1,2000}$/),
    type: integerReader,
    guild_id: idReader,
    channel_id: idReader,
    channel,
    user: userReader,
    member: fieldsReader({ ...MEMBER_FIELDS, user: userReader }, 'user'),
    locale: nameReader,
    context: integerReader,
    authorizing_integration_owners: objectReader,
    message: fieldsReader(
      {
        id: idReader,
        attachments: listReader(attachmentReader),
        channel_id: idReader,
        flags: integerReader,
      },
      'id',
    ),
    data,
  },
  'id',
  'token',
  'type',
);

/** An interaction as the network sends it. */
export type RawInteraction = ReadBy<typeof rawInteractionReader>;
