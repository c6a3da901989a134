/** The sentences about who may use the bot. */
export const access = {
  deniedPerson: (id: string) =>
    `You're not on my allow list yet. If you run this bot, add \`${id}\` to \`ADMINS\` and restart me; otherwise ask its owner to add you to \`ALLOWED_USERS\`.`,
  deniedChat: (chatId: string, personId: string) =>
    `This chat isn't on my allow list yet. If you run this bot, add \`${chatId}\` to \`ALLOWED_CHATS\`, or only yourself (\`${personId}\`) to \`ALLOWED_USERS\`, and restart me; otherwise ask its owner.`,
  deniedPress: "You're not on my allow list yet. Write to me to learn how to get on it.",
};
