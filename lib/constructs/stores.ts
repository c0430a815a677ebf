import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import {
  BUSINESSES_TABLE,
  CHECKPOINTS_TABLE,
  IDENTITIES_TABLE,
  SESSIONS_TABLE,
  type TableSettings,
  TURNS_TABLE,
} from "../resources.ts";

export interface StoresProps {
  /** Whether the tables are protected from deletion and outlive the stack. */
  readonly retainData: boolean;
}

/** The tables: who writes to which business, and where each conversation stands. */
export class Stores extends Construct {
  /** The sync Lambda's: session ids, watermarks and the marks of applied events. */
  readonly sessions: Table;
  /** The webhook's: which phone numbers and user ids are one person. */
  readonly identities: Table;
  /** The agent's: turns under way, and the marks of handled messages. */
  readonly turns: Table;
  /** The agent's: how far each conversation has come. */
  readonly checkpoints: Table;
  /** Businesses by WhatsApp phone number id. Written by `npm run business`. */
  readonly businesses: Table;

  constructor(scope: Construct, id: string, props: StoresProps) {
    super(scope, id);
    this.sessions = this.table("Sessions", SESSIONS_TABLE, props);
    this.identities = this.table("Identities", IDENTITIES_TABLE, props);
    this.turns = this.table("Turns", TURNS_TABLE, props);
    this.checkpoints = this.table("Checkpoints", CHECKPOINTS_TABLE, props);
    this.businesses = this.table("Businesses", BUSINESSES_TABLE, props);
  }

  private table(id: string, settings: TableSettings, { retainData }: StoresProps): Table {
    return new Table(this, id, {
      partitionKey: { name: settings.partitionKey, type: AttributeType.STRING },
      ...(settings.sortKey !== undefined && {
        sortKey: { name: settings.sortKey, type: AttributeType.STRING },
      }),
      ...(settings.timeToLive !== undefined && { timeToLiveAttribute: settings.timeToLive }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: retainData,
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
