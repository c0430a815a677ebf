import { describe, expect, it } from "vitest";
import {
  BUSINESSES_TABLE,
  CHECKPOINTS_TABLE,
  IDENTITIES_TABLE,
  SESSIONS_TABLE,
  type TableSettings,
  TURNS_TABLE,
} from "../../lib/resources.ts";
import { synthesise } from "./synthesis.ts";

const tables: [string, TableSettings][] = [
  ["Stores/Sessions", SESSIONS_TABLE],
  ["Stores/Identities", IDENTITIES_TABLE],
  ["Stores/Turns", TURNS_TABLE],
  ["Stores/Businesses", BUSINESSES_TABLE],
  ["Stores/Checkpoints", CHECKPOINTS_TABLE],
];

describe.each(tables)("the table %s", (path, settings) => {
  it("has the keys and the time to live that the shared settings name", () => {
    expect(synthesise("dev").resource(path).Properties).toMatchObject({
      KeySchema: [
        { AttributeName: settings.partitionKey, KeyType: "HASH" },
        ...(settings.sortKey === undefined ? [] : [{ AttributeName: settings.sortKey, KeyType: "RANGE" }]),
      ],
    });
    expect(synthesise("dev").resource(path).Properties["TimeToLiveSpecification"]).toEqual(
      settings.timeToLive && { AttributeName: settings.timeToLive, Enabled: true },
    );
  });

  it("is paid by request, can be restored to any second, and has no fixed name", () => {
    const { Properties } = synthesise("dev").resource(path);

    expect(Properties).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(Properties["TableName"]).toBeUndefined();
  });

  it("is protected and kept in prod, and goes with the stack in dev", () => {
    const prod = synthesise("prod").resource(path);
    const dev = synthesise("dev").resource(path);

    expect(prod.Properties["DeletionProtectionEnabled"]).toBe(true);
    expect([prod.DeletionPolicy, prod.UpdateReplacePolicy]).toEqual(["Retain", "Retain"]);
    expect(dev.Properties["DeletionProtectionEnabled"]).toBe(false);
    expect(dev.DeletionPolicy).toBe("Delete");
  });
});

describe("the secrets", () => {
  it.each(["whatsapp", "cartaai"])("has an empty secret for people to find and fill: %s", (name) => {
    const secrets = synthesise("dev").template.findResources("AWS::SecretsManager::Secret", {
      Properties: { Name: `conversation-bridge/dev/${name}` },
    });

    const [secret] = Object.values(secrets);
    expect(secret?.["Properties"]).toHaveProperty("Description");
    expect(secret?.["Properties"]).not.toHaveProperty("SecretString");
    expect(secret?.["Properties"]).not.toHaveProperty("GenerateSecretString");
  });

  it("has one for the models and one for another bot where the stage uses them, and not elsewhere", () => {
    const bot = { kind: "http", url: "https://bot.example/turns", models: {} };
    const namesIn = (changes: object) =>
      Object.values(
        synthesise("dev", { ...changes }).template.findResources("AWS::SecretsManager::Secret"),
      ).map(({ Properties }) => Properties.Name);

    expect(namesIn({})).toHaveLength(2);
    expect(namesIn({ bot }).toSorted().slice(0, 1)).toEqual(["conversation-bridge/dev/bot"]);
    expect(namesIn({ bot })).toContain("conversation-bridge/dev/models");
  });

  it("outlive the stack in prod", () => {
    for (const secret of Object.values(
      synthesise("prod").template.findResources("AWS::SecretsManager::Secret"),
    )) {
      expect(secret["DeletionPolicy"]).toBe("Retain");
    }
  });

  it("are nowhere resolved into the template", () => {
    expect(JSON.stringify(synthesise("prod").template.toJSON())).not.toContain("{{resolve:");
  });
});
