import { type LogGroup, QueryDefinition, QueryString, type QueryStringProps } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { lambdasOf, type Monitored } from "./monitored.ts";

export interface SavedQueriesProps {
  /** The folder that the queries are found in, in the console of CloudWatch Logs Insights. */
  readonly folder: string;
  readonly monitored: Monitored;
}

interface SavedQuery extends QueryStringProps {
  readonly logGroups: LogGroup[];
}

/** Questions that come up, ready to be asked of the logs. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { folder, monitored }: SavedQueriesProps) {
    super(scope, id);
    for (const [name, { logGroups, ...query }] of Object.entries(savedQueries(monitored))) {
      new QueryDefinition(this, name.replaceAll(" ", ""), {
        queryDefinitionName: `${folder}/${name}`,
        queryString: new QueryString(query),
        logGroups,
      });
    }
  }
}

function savedQueries(monitored: Monitored): Record<string, SavedQuery> {
  const { webhook, sync, turns } = monitored;
  const access = webhook.accessLog.logGroup;
  const lambdas = Object.values(lambdasOf(monitored)).map(({ logGroup }) => logGroup);
  return {
    // By correlation id (API Gateway's request id), or by the hash of an event's id, which its log lines carry.
    "Everything about one message": {
      logGroups: [access, ...lambdas],
      fields: ["@timestamp", "service", "level", "message", "event", "status", "latency", "@message"],
      filterStatements: ['@message like "PASTE-ID-HERE"'],
      sort: "@timestamp asc",
      limit: 1000,
    },
    "Dead letters by reason": {
      logGroups: [turns.lambda.logGroup, sync.lambda.logGroup],
      filterStatements: ['message in ["An event became a dead letter", "A turn became a dead letter"]'],
      statsStatements: [
        "count(*) as events, min(@timestamp) as first, max(@timestamp) as last by service, class, reason, httpStatus, subDomain",
      ],
      sort: "events desc",
    },
    "Warnings and errors": {
      logGroups: lambdas,
      fields: ["@timestamp", "service", "level", "message", "errorName", "subDomain", "correlationId"],
      filterStatements: ['level in ["WARN", "ERROR"]'],
      sort: "@timestamp desc",
      limit: 200,
    },
    "Failures by business": {
      logGroups: [turns.lambda.logGroup, sync.lambda.logGroup],
      filterStatements: ['level in ["WARN", "ERROR"]', "ispresent(subDomain)"],
      statsStatements: ["count(*) as failures by subDomain, message"],
      sort: "failures desc",
    },
    "Slowest webhooks": {
      logGroups: [access],
      fields: ["@timestamp", "requestId", "route", "status", "latency", "lambdaLatency"],
      filterStatements: ["ispresent(latency)"],
      sort: "latency desc",
      limit: 50,
    },
    "Memory, duration and cold starts": {
      logGroups: lambdas,
      filterStatements: ['type = "platform.report"'],
      statsStatements: [
        [
          "count(*) as invocations",
          "count(record.metrics.initDurationMs) as coldStarts",
          "max(record.metrics.maxMemoryUsedMB) as maxMemoryMB",
          "pct(record.metrics.durationMs, 50) as p50",
          "pct(record.metrics.durationMs, 99) as p99 by @log",
        ].join(", "),
      ],
    },
  };
}
