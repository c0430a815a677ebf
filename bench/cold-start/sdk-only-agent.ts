import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

/** What the agent Lambda uses of the SDK, and nothing else. */
const clients = [new SQSClient(), new DynamoDBClient(), new SecretsManagerClient()];

export const handler = () => [
  ...clients,
  ...[SendMessageBatchCommand, SendMessageCommand, ChangeMessageVisibilityBatchCommand],
  ...[BatchGetItemCommand, BatchWriteItemCommand, GetItemCommand, PutItemCommand, QueryCommand],
  GetSecretValueCommand,
];
