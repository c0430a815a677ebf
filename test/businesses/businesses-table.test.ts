import { PutItemCommand, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toItem } from "../../functions/aws/items.ts";
import type { Business } from "../../functions/businesses/business.ts";
import { createBusinessesTable } from "../../functions/businesses/businesses-table.ts";
import { BUSINESSES_TABLE } from "../../lib/resources.ts";
import { putBusinesses } from "../../local/tables/put-businesses.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";

const LA_BRASA: Business = {
  phoneNumberId: "1001",
  name: "La Brasa",
  subDomain: "la-brasa",
  localId: "LOCAL-1",
  botId: "bot1",
  tokenSecretId: "whatsapp/la-brasa",
};
const SPARSE: Business = { phoneNumberId: "1002", name: "El Rocoto", subDomain: "el-rocoto" };

let tables: Tables;

beforeAll(async () => {
  tables = await startTables([BUSINESSES_TABLE]);
  await putBusinesses(tables.client, [LA_BRASA, SPARSE]);
});

afterAll(() => tables.stop());

const find = (phoneNumberId: string) =>
  createBusinessesTable(tables.client, BUSINESSES_TABLE.name)(phoneNumberId);

describe("the businesses table", () => {
  it.each([LA_BRASA, SPARSE])("finds $name by its number's id", async (business) => {
    expect(await find(business.phoneNumberId)).toEqual(business);
  });

  it("finds nobody under an id that nobody has registered", async () => {
    expect(await find("1003")).toBeUndefined();
  });

  it("refuses an item that is no business", async () => {
    await tables.client.send(
      new PutItemCommand({ TableName: BUSINESSES_TABLE.name, Item: toItem({ phoneNumberId: "1004" }) }),
    );
    await expect(find("1004")).rejects.toThrow();
  });

  it("fails with DynamoDB's own error when it is not there", async () => {
    await expect(createBusinessesTable(tables.client, "no-such-table")("1001")).rejects.toThrow(
      ResourceNotFoundException,
    );
  });
});
