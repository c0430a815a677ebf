import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";

/** What the webhook Lambda uses of the SDK, and nothing else. */
const clients = [new SQSClient(), new DynamoDBClient(), new SecretsManagerClient()];

export const handler = () => [
  ...clients,
  ...[SendMessageBatchCommand, BatchGetItemCommand, GetItemCommand, PutItemCommand, GetSecretValueCommand],
];
