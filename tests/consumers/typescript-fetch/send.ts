import { setTimeout as sleep } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./turbosms.d.ts";

const client = createClient<paths>({
  baseUrl: process.env.TURBOSMS_BASE_URL,
  headers: { Authorization: `Bearer ${process.env.TURBOSMS_TOKEN}` },
});

const body: components["schemas"]["SendRequest"] = {
  recipients: ["380678998668", "380001000001"],
  text: "Your order has been shipped.",
  viber: { sender: "TurboSMS", caption: "Track", action: "https://example.com/orders/12345" },
  sms: { sender: "TurboSMS" },
};
const { data: sent } = await client.POST("/message/send.json", { body });
const messages = (sent?.response_result ?? []).flatMap((row) => row.message_id ?? []);
if (messages.length === 0) throw new Error(`${sent?.response_code} ${sent?.response_status}`);

let statuses: Record<string, string> = {};
do {
  await sleep(500);
  const { data } = await client.POST("/message/status.json", { body: { messages } });
  statuses = Object.fromEntries((data?.response_result ?? []).map((row) => [row.message_id, row.status ?? ""]));
} while (!messages.every((id) => statuses[id] === "Delivered"));
console.log(JSON.stringify(statuses));
