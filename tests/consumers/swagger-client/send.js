import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import SwaggerClient from "swagger-client";

const spec = JSON.parse(await readFile("spec/openapi-json-view.json", "utf8"));
spec.servers = [{ url: process.env.TURBOSMS_BASE_URL }];
const authorizations = { bearerToken: process.env.TURBOSMS_TOKEN };
const { apis } = await new SwaggerClient({ spec, authorizations });

const requestBody = {
  recipients: ["380678998668", "380001000001"],
  text: "Your order has been shipped.",
  viber: { sender: "TurboSMS", caption: "Track", action: "https://example.com/orders/12345" },
  sms: { sender: "TurboSMS" },
};
const { body: sent } = await apis.message.messageSend({}, { requestBody });
const messages = (sent.response_result ?? []).flatMap((row) => row.message_id ?? []);
if (messages.length === 0) throw new Error(`${sent.response_code} ${sent.response_status}`);

let statuses = {};
do {
  await sleep(500);
  const { body } = await apis.message.messageStatus({}, { requestBody: { messages } });
  statuses = Object.fromEntries((body.response_result ?? []).map((row) => [row.message_id, row.status]));
} while (!messages.every((id) => statuses[id] === "Delivered"));
console.log(JSON.stringify(statuses));
