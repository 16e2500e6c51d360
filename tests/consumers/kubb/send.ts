import { setTimeout as sleep } from "node:timers/promises";
import { messageSend, messageStatus, type SendRequest } from "./client/index.ts";
import { setConfig } from "./client/.kubb/fetch.ts";

setConfig({
  baseURL: process.env.TURBOSMS_BASE_URL,
  headers: { Authorization: `Bearer ${process.env.TURBOSMS_TOKEN}`, "Content-Type": "application/json" },
});

const request: SendRequest = {
  recipients: ["380678998668", "380001000001"],
  text: "Your order has been shipped.",
  viber: { sender: "TurboSMS", caption: "Track", action: "https://example.com/orders/12345" },
  sms: { sender: "TurboSMS" },
};
const sent = await messageSend(request);
const messages = (sent.response_result ?? []).flatMap((row) => row.message_id ?? []);
if (messages.length === 0) throw new Error(`${sent.response_code} ${sent.response_status}`);

let statuses: Record<string, string> = {};
do {
  await sleep(500);
  const answer = await messageStatus({ messages });
  statuses = Object.fromEntries((answer.response_result ?? []).map((row) => [row.message_id, row.status ?? ""]));
} while (!messages.every((id) => statuses[id] === "Delivered"));
console.log(JSON.stringify(statuses));
