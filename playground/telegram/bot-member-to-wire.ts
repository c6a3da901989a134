import type { Chat } from './chat.ts';
import type { User, WireObject } from './wire.ts';

/** The fields that a membership has only as an admin. */
export const ADMIN_RIGHTS = {
  can_be_edited: false,
  can_delete_messages: true,
  can_manage_topics: true,
  is_anonymous: false,
};

/** The membership of the bot in its wire shape. */
export function botMemberToWire(bot: User, { botStatus, botForbidden }: Chat): WireObject {
  if (botStatus === 'administrator') return { user: bot, status: botStatus, ...ADMIN_RIGHTS };
  if (botStatus === 'kicked') return { user: bot, status: botStatus, until_date: 0 };
  if (botStatus !== 'member' || botForbidden.size === 0) return { user: bot, status: botStatus };

  // Whoever may send no texts may send no files either.
  const canSendText = !botForbidden.has('text');
  const canSendFiles = canSendText && !botForbidden.has('files');
  return {
    user: bot,
    status: 'restricted',
    is_member: true,
    can_send_messages: canSendText,
    can_send_audios: canSendFiles,
    can_send_documents: canSendFiles,
    can_send_photos: canSendFiles,
    can_send_videos: canSendFiles,
    can_send_video_notes: canSendFiles,
    can_send_voice_notes: canSendFiles,
    can_send_polls: canSendText,
    can_send_other_messages: canSendText,
    can_add_web_page_previews: canSendText,
    can_change_info: false,
    can_invite_users: false,
    can_pin_messages: false,
    can_manage_topics: false,
    until_date: 0,
  };
}
