import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { watchedMetrics } from "./metric-notation.ts";
import { synthesise } from "./synthesis.ts";

const runbook = resolve(import.meta.dirname, "../../docs/runbook.md");

const alarmSchema = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  Threshold: z.number(),
  EvaluationPeriods: z.number(),
  DatapointsToAlarm: z.number(),
  ComparisonOperator: z.string(),
  TreatMissingData: z.string(),
  AlarmActions: z.array(z.unknown()),
  OKActions: z.array(z.unknown()),
  MetricName: z.optional(z.string()),
  Namespace: z.optional(z.string()),
  Metrics: z.optional(z.array(z.looseObject({}))),
});

function alarms(changes: Record<string, unknown> = {}) {
  const found = synthesise("dev", changes).template.findResources("AWS::CloudWatch::Alarm");
  const parsed = Object.values(found).map(({ Properties }) => alarmSchema.parse(Properties));
  return new Map(parsed.map((alarm) => [alarm.AlarmName.replace("conversation-bridge-dev-", ""), alarm]));
}

function alarm(section: string, changes: Record<string, unknown> = {}) {
  const found = alarms(changes).get(section);
  if (found === undefined) throw new Error(`No alarm ${section}`);
  return found;
}

describe("the alarms", () => {
  it("are these", () => {
    expect([...alarms().keys()].sort()).toEqual([
      "agent-errors",
      "agent-failures",
      "cartaai-failures",
      "cartaai-unauthorised",
      "dead-letters",
      "items-lost",
      "oldest-event",
      "oldest-turn",
      "signature-failures",
      "sync-errors",
      "throttles",
      "unanswered",
      "webhook-errors",
      "webhook-latency",
    ]);
  });

  it("each say what they mean and where the runbook says what to do", () => {
    for (const [section, { AlarmDescription }] of alarms()) {
      expect(AlarmDescription).toMatch(/^[A-Z].+\. docs\/runbook\.md#[a-z-]+$/);
      expect(AlarmDescription.endsWith(`#${section}`)).toBe(true);
    }
  });

  it("each have their section in the runbook", () => {
    const headings = readFileSync(runbook, "utf8").match(/^#+ .+$/gm) ?? [];
    const anchors = headings.map((heading) => heading.replace(/^#+ /, "").toLowerCase().replaceAll(" ", "-"));

    expect(anchors).toEqual(expect.arrayContaining([...alarms().keys()]));
  });

  it("can point to wherever a team keeps its runbook", () => {
    const changes = { alarms: { runbook: "https://wiki.example/runbook" } };

    expect(alarm("dead-letters", changes).AlarmDescription).toContain(
      "https://wiki.example/runbook#dead-letters",
    );
  });

  it("tell the topic when they begin and when they are over, and are quiet when nothing happens", () => {
    for (const { AlarmActions, OKActions, TreatMissingData, ComparisonOperator } of alarms().values()) {
      expect(AlarmActions).toEqual([{ Ref: expect.stringContaining("Topic") }]);
      expect(OKActions).toEqual(AlarmActions);
      expect(TreatMissingData).toBe("notBreaching");
      expect(ComparisonOperator).toBe("GreaterThanOrEqualToThreshold");
    }
  });

  it("go off for a single dead letter, refused key or lost item", () => {
    for (const section of ["unanswered", "dead-letters", "cartaai-unauthorised", "items-lost", "throttles"]) {
      expect(alarm(section)).toMatchObject({ Threshold: 1, EvaluationPeriods: 1, DatapointsToAlarm: 1 });
    }
    expect(alarm("dead-letters").MetricName).toBe("ApproximateNumberOfMessagesVisible");
  });

  it("wait for a pattern where one occurrence is no news", () => {
    expect(alarm("webhook-errors")).toMatchObject({ EvaluationPeriods: 3, DatapointsToAlarm: 2 });
    expect(alarm("cartaai-failures")).toMatchObject({ EvaluationPeriods: 3, DatapointsToAlarm: 3 });
    expect(alarm("signature-failures").Threshold).toBeGreaterThan(1);
  });

  it("take their limits from the stage's settings", () => {
    const limits = { oldestEventAge: 60, webhookP99: 500, retriedEvents: 3, signatureFailures: 7 };

    expect(alarm("oldest-event", { alarms: limits }).Threshold).toBe(60);
    expect(alarm("webhook-latency", { alarms: limits }).Threshold).toBe(500);
    expect(alarm("cartaai-failures", { alarms: limits }).Threshold).toBe(3);
    expect(alarm("signature-failures", { alarms: limits }).Threshold).toBe(7);
  });

  it("watch the metrics of their own stage alone", () => {
    for (const stage of ["dev", "prod"]) {
      const services = watchedMetrics(synthesise(stage)).map(
        (metric) => /service=([^,}]+)/.exec(metric)?.[1],
      );

      expect(new Set(services)).toEqual(new Set([`webhook-${stage}`, `agent-${stage}`, `sync-${stage}`]));
    }
  });

  it("watch the age of the oldest message in each queue, and each queue of dead letters", () => {
    const { template, paths } = synthesise("dev");
    const watched = Object.values(template.findResources("AWS::CloudWatch::Alarm")).map(({ Properties }) => {
      const queue: unknown = Properties.Dimensions?.[0]?.Value?.["Fn::GetAtt"]?.[0];
      return `${Properties.MetricName} ${paths.get(String(queue))}`;
    });
    for (const logicalId of Object.keys(template.findResources("AWS::SQS::Queue"))) {
      const path = paths.get(logicalId) ?? "";
      const metric = path.endsWith("/DeadLetters")
        ? "ApproximateNumberOfMessagesVisible"
        : "ApproximateAgeOfOldestMessage";
      expect(watched).toContain(`${metric} ${path}`);
    }
  });

  it("watch no more metrics than CloudWatch allows in one alarm", () => {
    for (const { Metrics = [] } of alarms().values()) {
      expect(Metrics.filter((metric) => "MetricStat" in metric).length).toBeLessThanOrEqual(10);
    }
  });
});

describe("the alarms' topic", () => {
  it("mails whom the stage names, and nobody otherwise", () => {
    synthesise("dev").template.resourceCountIs("AWS::SNS::Subscription", 0);
    synthesise("dev", { alarms: { email: "on-call@example.com" } }).template.hasResourceProperties(
      "AWS::SNS::Subscription",
      { Protocol: "email", Endpoint: "on-call@example.com" },
    );
  });
});

describe("the dashboard", () => {
  it("shows the alarms, and each stop on a message's way", () => {
    const [dashboard] = Object.values(synthesise("dev").template.findResources("AWS::CloudWatch::Dashboard"));
    const body = JSON.stringify(dashboard?.["Properties"]["DashboardBody"]);

    expect(dashboard?.["Properties"]["DashboardName"]).toBe("conversation-bridge-dev");
    for (const shown of [
      "Alarms",
      "MessagesReceived",
      "EventsPublished",
      "TurnsAnswered",
      "RepliesSent",
      "WhatsAppLatency",
      "ItemsIgnored",
      "EventsApplied",
      "EventsRetried",
      "EventsDeadLettered",
      "ApproximateAgeOfOldestMessage",
      "oldest, s",
      "CartaAILatency",
      "AgentLatency",
      "WhatsAppErrors",
      "SignatureFailures",
    ]) {
      expect(body).toContain(shown);
    }
  });
});

describe("the saved queries", () => {
  const query = (name: string) =>
    synthesise("dev").template.findResources("AWS::Logs::QueryDefinition", {
      Properties: { Name: `conversation-bridge-dev/${name}` },
    });

  it("find everything about one message, from API Gateway to CartaAI", () => {
    const [found] = Object.values(query("Everything about one message"));

    expect(found?.["Properties"]["LogGroupNames"]).toEqual([
      { Ref: expect.stringContaining("AccessLog") },
      { Ref: expect.stringContaining("WebhookLogs") },
      { Ref: expect.stringContaining("AgentLogs") },
      { Ref: expect.stringContaining("SyncLogs") },
      { Ref: expect.stringContaining("ReplayLogs") },
    ]);
    expect(found?.["Properties"]["QueryString"]).toContain('| filter @message like "PASTE-ID-HERE"');
  });

  it("all have log groups and end in something to read", () => {
    const all = Object.values(synthesise("dev").template.findResources("AWS::Logs::QueryDefinition"));

    expect(all.length).toBeGreaterThanOrEqual(6);
    for (const { Properties } of all) {
      expect(Properties.Name).toMatch(/^conversation-bridge-dev\//);
      expect(Properties.LogGroupNames).not.toEqual([]);
      expect(Properties.QueryString).toMatch(/\| (sort|stats) /);
    }
  });
});
