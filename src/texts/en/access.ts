/** The sentences about who may use the bot. */
export const access = {
  deniedPerson: (id: string) =>
    `You're not on my allow list yet. If you run this bot, add \`${id}\` to \`ADMINS\` and restart me; otherwise ask its owner to add you to \`ALLOWED_USERS\`.`,
  deniedChat: (chatId: string, personId: string) =>
    `This chat isn't on my allow list yet. If you run this bot, add \`${chatId}\` to \`ALLOWED_CHATS\`, or only yourself (\`${personId}\`) to \`ALLOWED_USERS\`, and restart me; otherwise ask its owner.`,
  deniedByList: "I'm not allowed to answer you here.",
  deniedDirect: "I don't answer direct messages. Ask me in a server or a group that I'm in.",
  /** By the role that has the power. */
  powerRefused: {
    everyone: 'You may not do that here.',
    asker: 'Only the person who asked, a moderator here or one of my admins can do that.',
    moderators:
      'Only moderators can do that here: people who may manage messages here, or the administrators of the group.',
    admins: 'Only my admins can do that.',
    nobody: 'That is switched off here.',
  },
  deniedPress: "You're not on my allow list yet. Write to me to learn how to get on it.",
};
