import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createApp } from "../../lib/create-app.ts";
import { appProps, settingsOf } from "./synthesis.ts";

const everything = {
  account: "111122223333",
  region: "eu-west-1",
  bot: { kind: "http", url: "https://bot.example/turns", models: {} },
  alarms: { email: "on-call@example.com" },
  customDomain: {
    name: "hooks.example.com",
    certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
    trustStore: { bucket: "trust", key: "meta.pem", version: "v1" },
  },
};

function reportIn(outdir: string) {
  return JSON.parse(readFileSync(join(outdir, "validation-report.json"), "utf8"));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("what every synthesis checks: cdk-nag's two packs and CloudFormation's own rules", () => {
  it("finds nothing in prod with every optional part", () => {
    const props = appProps({ stage: "prod", stages: { prod: { ...settingsOf("prod"), ...everything } } });

    createApp({ ...props, builtinCloudFormationValidation: true }).app.synth();

    expect(reportIn(props.outdir).pluginReports).toEqual([]);
  });

  it("stops a synthesis that adds something insecure", () => {
    const props = appProps();
    const { app, stack } = createApp(props);
    new Topic(stack, "WithoutTls");
    new Queue(stack, "WithoutDeadLetters", { encryption: QueueEncryption.UNENCRYPTED, enforceSSL: true });
    vi.spyOn(console, "error").mockReturnValue();

    expect(() => app.synth()).toThrow();

    const rules = reportIn(props.outdir).pluginReports.flatMap(
      ({ violations }: { violations: { ruleName: string }[] }) => violations.map(({ ruleName }) => ruleName),
    );
    expect(rules).toEqual(
      expect.arrayContaining(["AwsSolutions-SNS3", "AwsSolutions-SQS3", "Serverless-SQSRedrivePolicy"]),
    );
  });
});
