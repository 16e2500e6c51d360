// The senders by which messages can be filtered.
/** @import { Channel } from '../service/types' */

// Those of the account, others that messages came from, and the one that is chosen; each once.
/**
 * @param {string[]} ofAccount
 * @param {{ channels: Pick<Channel, 'sender'>[] }[]} messages
 * @param {string} chosen
 */
export function sendersToChoose(ofAccount, messages, chosen) {
  const ofMessages = messages.flatMap(({ channels }) => channels.map(({ sender }) => sender));
  return [...new Set([...ofAccount, ...ofMessages, chosen])].filter(Boolean);
}
