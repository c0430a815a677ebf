import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { WEBHOOK } from "../../lib/resources.ts";
import { synthesise } from "./synthesis.ts";

const customDomain = {
  name: "hooks.example.com",
  certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
  trustStore: { bucket: "trust", key: "meta.pem", version: "v1" },
};

const accessLogFormat = () => {
  const { AccessLogSettings } = synthesise("dev").resource("WebhookApi/Stage").Properties as {
    AccessLogSettings: { Format: string };
  };
  return AccessLogSettings.Format;
};

describe("the webhook API", () => {
  it("has exactly two routes", () => {
    const routes = Object.values(synthesise("dev").template.findResources("AWS::ApiGatewayV2::Route"));

    expect(routes.map((route) => route["Properties"]["RouteKey"]).sort()).toEqual([
      "GET /webhook",
      "POST /webhook",
    ]);
    expect(synthesise("dev").resource("WebhookApi/Api").Properties).not.toHaveProperty("CorsConfiguration");
  });

  it("is one default stage, throttled", () => {
    synthesise("dev").template.resourceCountIs("AWS::ApiGatewayV2::Stage", 1);
    expect(synthesise("dev").resource("WebhookApi/Stage").Properties).toMatchObject({
      StageName: "$default",
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
    });
  });

  it("logs each request as JSON without anything about a person or the verify token", () => {
    const fields: Record<string, string> = JSON.parse(accessLogFormat());

    expect(Object.values(fields)).toContain("$context.requestId");
    for (const personal of ["sourceIp", "userAgent", "path", "queryString", "identity", "domainName"]) {
      expect(accessLogFormat()).not.toMatch(new RegExp(`\\$context\\.[\\w.]*${personal}\\b`, "i"));
    }
    expect(synthesise("dev").resource("WebhookApi/AccessLog/Logs").Properties["RetentionInDays"]).toBe(14);
  });

  it("is reached at its generated address, with the path that the local runtime has too", () => {
    const { Outputs } = synthesise("dev").template.toJSON();

    expect(Outputs.WebhookUrl.Value).toEqual({
      "Fn::Join": [
        "",
        [{ "Fn::GetAtt": [expect.stringMatching(/^WebhookApi/), "ApiEndpoint"] }, WEBHOOK.path],
      ],
    });
  });
});

describe("the webhook API with a domain of its own", () => {
  const synthesis = () => synthesise("prod", { customDomain });

  it("asks for a client certificate, and cannot be reached around it", () => {
    const { template } = synthesis();
    template.hasResourceProperties("AWS::ApiGatewayV2::DomainName", {
      DomainName: "hooks.example.com",
      MutualTlsAuthentication: { TruststoreUri: "s3://trust/meta.pem", TruststoreVersion: "v1" },
      DomainNameConfigurations: [Match.objectLike({ SecurityPolicy: "TLS_1_2" })],
    });
    template.hasResourceProperties("AWS::ApiGatewayV2::Api", { DisableExecuteApiEndpoint: true });
    template.resourceCountIs("AWS::ApiGatewayV2::ApiMapping", 1);
  });

  it("is told to Meta by that name", () => {
    const { Outputs } = synthesis().template.toJSON();

    expect(Outputs.WebhookUrl.Value).toEqual({
      "Fn::Join": ["", ["https://", { Ref: expect.stringContaining("DomainName") }, WEBHOOK.path]],
    });
  });

  it("asks for no client certificate without a trust store", () => {
    const { trustStore: _, ...plain } = customDomain;

    synthesise("prod", { customDomain: plain }).template.hasResourceProperties(
      "AWS::ApiGatewayV2::DomainName",
      { MutualTlsAuthentication: Match.absent() },
    );
  });
});

describe("the webhook Lambda", () => {
  const lambda = (stage = "dev", changes = {}) =>
    synthesise(stage, changes).resource("WebhookApi/Webhook/Function").Properties;

  it("runs on Node 24 on ARM, traced, with source maps and JSON logs", () => {
    expect(lambda()).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Timeout: WEBHOOK.timeout,
      TracingConfig: { Mode: "Active" },
      LoggingConfig: { LogFormat: "JSON" },
    });
  });

  it("knows where things are, and no secret", () => {
    expect(lambda()["Environment"]).toEqual({
      Variables: {
        NODE_OPTIONS: "--enable-source-maps",
        POWERTOOLS_SERVICE_NAME: "webhook-dev",
        POWERTOOLS_METRICS_NAMESPACE: "ConversationBridge",
        SYNC_QUEUE_URL: { Ref: expect.stringContaining("EventsQueue") },
        TURNS_QUEUE_URL: { Ref: expect.stringContaining("TurnsQueue") },
        AGENT: "builtin",
        IDENTITIES_TABLE: { Ref: expect.stringContaining("Identities") },
        BUSINESSES_TABLE: { Ref: expect.stringContaining("Businesses") },
        WHATSAPP_SECRET_ID: { Ref: expect.stringContaining("WhatsApp") },
        ENABLE_CONVERSATION_SYNC: "true",
      },
    });
  });

  it("can be told to mirror nothing", () => {
    expect(lambda("dev", { conversationSync: false })["Environment"]).toMatchObject({
      Variables: { ENABLE_CONVERSATION_SYNC: "false" },
    });
  });

  it("answers before API Gateway stops waiting", () => {
    synthesise("dev").template.allResourcesProperties("AWS::ApiGatewayV2::Integration", {
      PayloadFormatVersion: "2.0",
      TimeoutInMillis: WEBHOOK.timeout * 1000,
    });
  });
});
