import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { permissionsOf } from "./permissions.ts";
import { synthesise } from "./synthesis.ts";

const guideSchema = z.object({
  WhenAnEventFails: z.record(z.string(), z.string()),
  WhoCanReadASecret: z.record(z.string(), z.array(z.string())),
  WhatPagesAPerson: z.record(z.string(), z.string()),
  WhatAMillionTurnsCost: z.string(),
});

const guide = (stage: string, changes: Record<string, unknown> = {}) =>
  guideSchema.parse(synthesise(stage, changes).template.toJSON()["Metadata"]);

/** The Lambdas' names by the construct paths of their roles. */
const ROLES: Record<string, string> = {
  "WebhookApi/Webhook/Role": "webhook",
  "TurnPipeline/Agent/Role": "agent",
  "SyncPipeline/Sync/Role": "sync",
  "Replay/Replay/Role": "replay",
};
/** The ends of the secrets' names by how the permissions name them. */
const SECRETS: Record<string, string> = {
  "Secrets/WhatsApp": "whatsapp",
  "Secrets/CartaAI": "cartaai",
  "Secrets/Models": "models",
  "Secrets/Bot": "bot",
};

/** Who may read which secret, as the template's policies have it. */
function readersIn(stage: string, changes: Record<string, unknown>): Record<string, string[]> {
  const readers: Record<string, string[]> = {};
  for (const [holder, sentences] of Object.entries(permissionsOf(synthesise(stage, changes)))) {
    const granted = sentences.filter((sentence) => sentence.includes("secretsmanager:"));
    for (const resource of granted.flatMap((sentence) => sentence.split(" on ")[1]?.split(", ") ?? [])) {
      const name = SECRETS[resource] ?? resource.replace(/^.*:secret:conversation-bridge\/[a-z]+\//, "");
      const full = `conversation-bridge/${stage}/${name}`;
      readers[full] = [...(readers[full] ?? []), ROLES[holder] ?? holder].sort();
    }
  }
  return readers;
}

describe("what a reviewer can read from the template alone", () => {
  it.each([
    ["dev", {}],
    ["prod", {}],
    ["prod", { bot: { kind: "http", url: "https://bot.example", models: { chat: "small" } } }],
  ])("is who can read a secret, as the policies have it: %s %o", (stage, changes) => {
    const told = guide(stage, changes).WhoCanReadASecret;

    expect(told).toEqual(readersIn(stage, changes));
  });

  it("is what pages a person: every alarm, and where it is sent", () => {
    const alarms = Object.values(synthesise("dev").template.findResources("AWS::CloudWatch::Alarm"));
    const { where, ...sections } = guide("dev").WhatPagesAPerson;

    expect(Object.keys(sections).sort()).toEqual(
      alarms.map(({ Properties }) => Properties.AlarmName.replace("conversation-bridge-dev-", "")).sort(),
    );
    expect(where).toContain("nobody is subscribed");
    const mailed = guide("dev", { alarms: { email: "on-call@example.com" } }).WhatPagesAPerson;
    expect(mailed["where"]).toContain("on-call@example.com");
  });

  it("is what happens to an event that fails, with the stage's patience and the queues' retention", () => {
    const patient = { cartaai: { baseUrl: "https://cartaai.example", patience: 9 } };
    const told = guide("dev", patient).WhenAnEventFails;
    const deadLetters = synthesise("dev").resource("SyncPipeline/Events/DeadLetters").Properties;

    expect(told["syncEvent"]).toContain("for 9 hours");
    expect(told["deadLetter"]).toContain(`${Number(deadLetters["MessageRetentionPeriod"]) / 86_400} days`);
    expect(told["lambdaThatCannotStart"]).toContain("1000 receives");
  });

  it("is what a million turns cost", () => {
    expect(guide("prod").WhatAMillionTurnsCost).toMatch(/^About \$\d+ at AWS .*docs\/cost\.md/);
  });

  it("describes every Lambda, secret, alarm and output", () => {
    const { Resources: resources, Outputs: outputs } = synthesise("prod").template.toJSON();
    const described = ["AWS::Lambda::Function", "AWS::SecretsManager::Secret", "AWS::IAM::Role"];
    for (const { Type, Properties } of Object.values<{ Type: string; Properties: object }>(resources)) {
      if (described.includes(Type)) expect(Properties).toHaveProperty("Description");
      if (Type === "AWS::CloudWatch::Alarm") expect(Properties).toHaveProperty("AlarmDescription");
    }
    for (const output of Object.values(outputs)) expect(output).toHaveProperty("Description");
  });
});

describe("a synthesis", () => {
  it.each(["dev", "prod"])("of %s has no warnings", (stage) => {
    const { annotations } = synthesise(stage);

    expect(annotations()).toEqual([]);
  });
});
