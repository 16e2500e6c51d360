import { setTimeout as sleep } from "node:timers/promises";
import { messageSend, messageStatus } from "./client/index.js";
import { client } from "./client/client.gen.js";

client.setConfig({ baseUrl: process.env.TURBOSMS_BASE_URL, auth: process.env.TURBOSMS_TOKEN, throwOnError: true });

const { data: sent } = await messageSend<true>({
  body: {
    recipients: ["380678998668", "380001000001"],
    text: "Your order has been shipped.",
    viber: { sender: "TurboSMS", caption: "Track", action: "https://example.com/orders/12345" },
    sms: { sender: "TurboSMS" },
  },
});
const messages = (sent.response_result ?? []).flatMap((row) => row.message_id ?? []);
if (messages.length === 0) throw new Error(`${sent.response_code} ${sent.response_status}`);

let statuses: Record<string, string> = {};
do {
  await sleep(500);
  const { data } = await messageStatus<true>({ body: { messages } });
  statuses = Object.fromEntries((data.response_result ?? []).map((row) => [row.message_id, row.status ?? ""]));
} while (!messages.every((id) => statuses[id] === "Delivered"));
console.log(JSON.stringify(statuses));
