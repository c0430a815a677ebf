import batchGetItem from "dynalite/actions/batchGetItem.js";
import batchWriteItem from "dynalite/actions/batchWriteItem.js";
import createTable from "dynalite/actions/createTable.js";
import deleteItem from "dynalite/actions/deleteItem.js";
import describeTable from "dynalite/actions/describeTable.js";
import getItem from "dynalite/actions/getItem.js";
import putItem from "dynalite/actions/putItem.js";
import query from "dynalite/actions/query.js";
import scan from "dynalite/actions/scan.js";
import updateItem from "dynalite/actions/updateItem.js";
import db, { type Store } from "dynalite/db/index.js";
import batchGetItemRules from "dynalite/validations/batchGetItem.js";
import batchWriteItemRules from "dynalite/validations/batchWriteItem.js";
import createTableRules from "dynalite/validations/createTable.js";
import deleteItemRules from "dynalite/validations/deleteItem.js";
import describeTableRules from "dynalite/validations/describeTable.js";
import getItemRules from "dynalite/validations/getItem.js";
import validations from "dynalite/validations/index.js";
import putItemRules from "dynalite/validations/putItem.js";
import queryRules from "dynalite/validations/query.js";
import scanRules from "dynalite/validations/scan.js";
import updateItemRules from "dynalite/validations/updateItem.js";

const OPERATIONS = {
  BatchGetItem: { act: batchGetItem, rules: batchGetItemRules },
  BatchWriteItem: { act: batchWriteItem, rules: batchWriteItemRules },
  CreateTable: { act: createTable, rules: createTableRules },
  DeleteItem: { act: deleteItem, rules: deleteItemRules },
  DescribeTable: { act: describeTable, rules: describeTableRules },
  GetItem: { act: getItem, rules: getItemRules },
  PutItem: { act: putItem, rules: putItemRules },
  Query: { act: query, rules: queryRules },
  Scan: { act: scan, rules: scanRules },
  UpdateItem: { act: updateItem, rules: updateItemRules },
} as const;

export type Operation = keyof typeof OPERATIONS;

/** Carries a request out, in the shapes of the wire. Rejects with what dynalite says is wrong. */
export type DynaliteEngine = (operation: Operation, request: unknown) => Promise<object>;

/**
 * A dynalite without its HTTP server, in memory: requests are checked, parsed, carried out and stored as there. What is left
 * out is text: JSON, headers and checksums are a third of what a request costs.
 */
export function createDynaliteEngine(): DynaliteEngine {
  const store = db.create({ createTableMs: 0 });
  const itemStore = withKnownTables(store);
  return async (operation, request) => {
    const { act, rules } = OPERATIONS[operation];
    const checked = known(request, rules.types);
    validations.checkValidations(checked, rules.types, rules.custom, store);
    const isAboutTable = operation === "CreateTable" || operation === "DescribeTable";
    return await new Promise((resolve, reject) => {
      act(isAboutTable ? store : itemStore, checked, (error, answer = {}) => {
        if (error) reject(error);
        else resolve(answer);
      });
    });
  };
}

/**
 * What dynalite knows of a request. Its server looks at the type of each value of each item as well, which is all that a text
 * may have wrong and the SDK's commands cannot: a fifth of what a request costs.
 */
function known(request: unknown, types: object): object {
  return Object.fromEntries(Object.entries(request ?? {}).filter(([field]) => field in types));
}

/** dynalite reads a table's description for each item. Nothing here changes it once the table is active. */
function withKnownTables(store: Store): Store {
  const known = new Map<string, { readonly TableStatus: string }>();
  return {
    ...store,
    getTable(name, ...rest) {
      const onTable = rest.length === 1 ? rest[0] : rest[1];
      const table = known.get(name);
      if (table !== undefined) return onTable(null, table);
      store.getTable(name, rest.length === 1 || rest[0], (error, found) => {
        if (found?.TableStatus === "ACTIVE") known.set(name, found);
        onTable(error, found);
      });
    },
  };
}
