import { describe, expect, it } from "vitest";
import { permissionsOf } from "./permissions.ts";
import { synthesise } from "./synthesis.ts";

const tlsOnly = (action: string, path: string) =>
  `*: deny ${action} on ${path} if {"Bool":{"aws:SecureTransport":"false"}}`;
const everyLambda = (path: string) => [
  "lambda.amazonaws.com: allow sts:AssumeRole",
  // Ends in ":*" by itself: streams of its own log group, and no other.
  `allow logs:CreateLogStream, logs:PutLogEvents on ${path}/Logs`,
  // The one resource "*": X-Ray has no resources.
  "allow xray:PutTelemetryRecords, xray:PutTraceSegments on *",
];

/** Businesses come and go between deployments, and their access tokens with them. */
const businessSecrets = (stage: string) =>
  `arn:AWS::Partition:secretsmanager:AWS::Region:AWS::AccountId:secret:conversation-bridge/${stage}/businesses/*`;

/** Who may do what. A change of the stack's permissions has to be written down here to pass. */
const written = (stage: string): Record<string, string[]> => ({
  "WebhookApi/Webhook/Role": [
    ...everyLambda("WebhookApi/Webhook"),
    "allow sqs:SendMessage on SyncPipeline/Events/Queue, TurnPipeline/Turns/Queue",
    "allow dynamodb:BatchGetItem, dynamodb:PutItem on Stores/Identities",
    "allow dynamodb:GetItem on Stores/Businesses",
    "allow secretsmanager:GetSecretValue on Secrets/WhatsApp",
  ],
  "TurnPipeline/Agent/Role": [
    ...everyLambda("TurnPipeline/Agent"),
    "allow sqs:ChangeMessageVisibility, sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:ReceiveMessage on TurnPipeline/Turns/Queue",
    "allow sqs:SendMessage on SyncPipeline/Events/Queue, TurnPipeline/Turns/DeadLetters",
    "allow dynamodb:BatchGetItem, dynamodb:BatchWriteItem, dynamodb:PutItem on Stores/Turns",
    "allow dynamodb:BatchWriteItem, dynamodb:PutItem, dynamodb:Query on Stores/Checkpoints",
    "allow dynamodb:GetItem on Stores/Businesses",
    `allow secretsmanager:GetSecretValue on ${businessSecrets(stage)}, Secrets/CartaAI`,
  ],
  "SyncPipeline/Sync/Role": [
    ...everyLambda("SyncPipeline/Sync"),
    "allow sqs:ChangeMessageVisibility, sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:ReceiveMessage on SyncPipeline/Events/Queue",
    "allow sqs:SendMessage on SyncPipeline/Events/DeadLetters",
    "allow dynamodb:BatchGetItem, dynamodb:BatchWriteItem, dynamodb:PutItem on Stores/Sessions",
    "allow secretsmanager:GetSecretValue on Secrets/CartaAI",
  ],
  "Replay/Replay/Role": [
    ...everyLambda("Replay/Replay"),
    "allow sqs:SendMessage on SyncPipeline/Events/Queue, TurnPipeline/Turns/Queue",
    "allow sqs:ChangeMessageVisibility, sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:ReceiveMessage on SyncPipeline/Events/DeadLetters, TurnPipeline/Turns/DeadLetters",
    "allow dynamodb:BatchGetItem on Stores/Identities, Stores/Sessions",
  ],
  // Once for each route.
  "WebhookApi/Webhook/Function": Array(2).fill(
    "apigateway.amazonaws.com: allow lambda:InvokeFunction from arn:AWS::Partition:execute-api:AWS::Region:AWS::AccountId:WebhookApi/Api/*/*/webhook",
  ),
  "SyncPipeline/Events/Queue": [tlsOnly("sqs:*", "SyncPipeline/Events/Queue")],
  "SyncPipeline/Events/DeadLetters": [tlsOnly("sqs:*", "SyncPipeline/Events/DeadLetters")],
  "TurnPipeline/Turns/Queue": [tlsOnly("sqs:*", "TurnPipeline/Turns/Queue")],
  "TurnPipeline/Turns/DeadLetters": [tlsOnly("sqs:*", "TurnPipeline/Turns/DeadLetters")],
  "Observability/Alarms/Topic/Topic": [
    tlsOnly("sns:Publish", "Observability/Alarms/Topic/Topic"),
    'cloudwatch.amazonaws.com: allow sns:Publish on Observability/Alarms/Topic/Topic if {"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}',
  ],
});

describe("permissions", () => {
  it.each(["dev", "prod"])("are those that are written down, in %s", (stage) => {
    const sorted = Object.entries(written(stage)).map(([holder, sentences]) => [
      holder,
      sentences.toSorted(),
    ]);

    expect(permissionsOf(synthesise(stage))).toEqual(Object.fromEntries(sorted));
  });
});
