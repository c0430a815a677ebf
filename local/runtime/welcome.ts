import type { Business } from "../../functions/businesses/business.ts";
import { apiRoot, authHeader, pathOf } from "../../functions/cartaai/routes.ts";
import { sign } from "../../functions/whatsapp/signature.ts";
import { LOCAL_SECRETS } from "./lambda-environment.ts";
import { command, quoted } from "./shell-command.ts";
import type { System } from "./system.ts";
import { messagesWebhook, textMessage } from "./webhook-body.ts";

const CUSTOMER = "51999999999";

/** What is printed once everything runs: where it is, and three commands to try it with. */
export function welcome(system: System, business: Business): string {
  const { front, webhook, cartaai, whatsapp } = system.addresses;
  return `
Conversation bridge is running. Open ${shown(front)}/

  Console    ${shown(front)}/
  Webhook    ${shown(webhook)}
  CartaAI    ${shown(cartaai)}${system.cartaai ? "  (stand-in)" : ""}
  WhatsApp   ${shown(whatsapp)}${system.whatsapp ? "  (stand-in)" : ""}
  DynamoDB   ${shown(system.environment.AWS_ENDPOINT_URL_DYNAMODB)}  (in memory, as SQS)
  SQS        ${shown(system.environment.AWS_ENDPOINT_URL_SQS)}

doctor, business, forget and replay work on it after:

  export AWS_ENDPOINT_URL_DYNAMODB=${system.environment.AWS_ENDPOINT_URL_DYNAMODB} \\
    AWS_ENDPOINT_URL_SQS=${system.environment.AWS_ENDPOINT_URL_SQS} \\
    AWS_ENDPOINT_URL_SECRETS_MANAGER=${system.environment.AWS_ENDPOINT_URL_SECRETS_MANAGER} \\
    WEBHOOK_URL=${webhook} \\
    CARTAAI_API_BASE_URL=${cartaai} WHATSAPP_GRAPH_BASE_URL=${whatsapp}

Write to ${business.name} as the customer ${CUSTOMER}:

${webhookCommand(shown(webhook), business, system.environment.WHATSAPP_APP_SECRET)}

See what the bot has sent, a second later:

${outboxCommand(shown(whatsapp), system.whatsapp !== undefined)}

Read the conversation back from CartaAI:

${readCommand(shown(cartaai), business, system.environment.CARTAAI_API_KEY)}

README.md says what else can be tried, docs/ how it works. The Lambdas' logs follow, one JSON object a line;
POWERTOOLS_LOG_LEVEL=DEBUG shows more of them, WARN fewer. Ctrl-C stops everything.
`;
}

/** A command for sh that sends a text message as Meta would, signed. Sent twice it counts once: ids are remembered. */
export function webhookCommand(url: string, business: Business, appSecret: string): string {
  const body = JSON.stringify(
    messagesWebhook(business.phoneNumberId, {
      contacts: [{ profile: { name: "Ana" }, wa_id: CUSTOMER }],
      messages: [textMessage(CUSTOMER, "Hola, quiero una pizza")],
    }),
  );
  return command("curl -si", [
    quoted(url),
    "-H 'Content-Type: application/json'",
    `-H ${quoted(`X-Hub-Signature-256: ${sign(Buffer.from(body), appSecret)}`)}`,
    `--data-raw ${quoted(body)}`,
  ]);
}

/** A command for sh that shows the stand-in's outbox. What really went to WhatsApp is on somebody's phone. */
export function outboxCommand(url: string, isStandIn: boolean): string {
  return isStandIn ? command("curl -s", [quoted(`${url}/__sent`)]) : "  (on the customer's phone)";
}

/** A command for sh that asks CartaAI for the conversation. A key that is not the local one is not printed. */
export function readCommand(baseUrl: string, business: Business, apiKey: string): string {
  const [name = "", value = ""] = Object.entries(authHeader(apiKey))[0] ?? [];
  const header =
    apiKey === LOCAL_SECRETS.CARTAAI_API_KEY
      ? quoted(`${name}: ${value}`)
      : `"${name}: ${value.replace(apiKey, "$CARTAAI_API_KEY")}"`;
  const path = pathOf("findConversation", { userId: `+${CUSTOMER}` });
  const query = new URLSearchParams({ subDomain: business.subDomain });
  return command("curl -s", [quoted(`${apiRoot(baseUrl)}${path}?${query}`), `-H ${header}`]);
}

function shown(address: string): string {
  return address.replace("//127.0.0.1", "//localhost");
}
