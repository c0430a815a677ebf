import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientSettings } from "../../local/runtime/aws-account.ts";

/** The account's keys are what DynamoDB Local keeps databases apart by: the Lambdas use the same ones. */
export function localDynamoDB(endpoint: string): DynamoDBClient {
  return new DynamoDBClient(clientSettings(endpoint));
}
