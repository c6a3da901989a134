import type { RawContent } from '../raw-content.ts';
import { IS_VOICE_MESSAGE } from './list-media.ts';

/** Discord's types of invitations to an activity. */
const ACTIVITIES: ReadonlyMap<number, string> = new Map([
  [1, 'to join'],
  [2, 'to watch'],
  [3, 'to listen along'],
  [5, 'that asks to join'],
  [6, 'that asks for a stream'],
]);
/** The format of stickers that are pictures without motion. */
const STILL_STICKER = 1;

/** Describes what few messages have: stickers, commands, invitations, calls, themes and gifts. */
export function describeExtras(message: RawContent): readonly string[] {
  return [
    ...stickers(message),
    command(message),
    activity(message),
    call(message),
    theme(message),
    message.gift_info ? '[gift]' : '',
    voice(message),
  ].filter((part) => part !== '');
}

function stickers({ sticker_items: items = [] }: RawContent): readonly string[] {
  return items.map(({ name, format_type: format = STILL_STICKER }) =>
    format === STILL_STICKER ? `[sticker] ${name}` : `[sticker] ${name} (moving)`,
  );
}

/** Says which command a bot answers. */
function command({ interaction, interaction_metadata: metadata }: RawContent): string {
  const user = interaction?.user ?? metadata?.user;
  const name = user?.global_name ?? user?.username;
  if (!interaction?.name && !name) return '';

  const commandName = interaction?.name ? `/${interaction.name}` : 'a command';
  return `[command] the answer to ${commandName}${name ? ` of ${name}` : ''}`;
}

function activity({ activity: invitation, application }: RawContent): string {
  if (!invitation) return '';
  const purpose = ACTIVITIES.get(invitation.type ?? 0) ?? 'to an activity';
  return `[invitation] ${purpose}${application?.name ? `: ${application.name}` : ''}`;
}

function call({ call: started }: RawContent): string {
  if (!started) return '';
  const people = started.participants?.length ?? 0;
  return `[call] with ${people} people${started.ended_timestamp ? ', which has ended' : ''}`;
}

function theme({ shared_client_theme: shared }: RawContent): string {
  if (!shared) return '';
  const colors = (shared.colors ?? []).slice(0, 5).map((color) => `#${color.slice(0, 6)}`);
  return `[theme] a look for Discord${colors.length > 0 ? ` in ${colors.join(', ')}` : ''}`;
}

/** A recording speaks for itself, unless its file is missing. */
function voice({ flags = 0, attachments = [] }: RawContent): string {
  const isVoice = (flags & IS_VOICE_MESSAGE) !== 0;
  return isVoice && attachments.length === 0 ? '[voice message] without its recording' : '';
}
