import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ChangeMessageVisibilityBatchCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

/** What the sync Lambda uses of the SDK, and nothing else. */
const clients = [new SQSClient(), new DynamoDBClient(), new SecretsManagerClient()];

export const handler = () => [
  ...clients,
  ...[SendMessageCommand, ChangeMessageVisibilityBatchCommand],
  ...[BatchGetItemCommand, BatchWriteItemCommand, PutItemCommand, GetSecretValueCommand],
];
